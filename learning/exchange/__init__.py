"""In and out: Twee, GIFT, Moodle XML, django-quiz-app."""
