"""What the production server loads."""

import os

from django.core.wsgi import get_wsgi_application

from gehoord.core.page_cache import PageCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gehoord.settings.production")
application = PageCache(get_wsgi_application())
