"""MEDIA_STORAGE on an S3 store: uploads go there, come back through us, and no page names the store."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client, override_settings
from moto.s3.models import s3_backends
from moto.server import ThreadedMotoServer

from gehoord.core.models import Document
from gehoord.settings import env  # noqa: TID251 - the module under test

pytestmark = pytest.mark.django_db


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Any]:
    """A private bucket, and the settings that MEDIA_STORAGE makes of its address."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    s3_backends.reset()  # one for the whole process
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    client = boto3.client("s3", endpoint_url=endpoint, region_name="eu-west-1")
    client.create_bucket(Bucket="beelden", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    monkeypatch.setenv("MEDIA_STORAGE", f"s3://beelden/gehoord?endpoint={endpoint}&region=eu-west-1")
    with override_settings(STORAGES={**settings.STORAGES, "default": env.media_storage("MEDIA_STORAGE")}):
        yield client
    server.stop()


def test_an_upload_lies_in_the_bucket_and_comes_back_through_us(store: Any, client: Client) -> None:
    name = default_storage.save("beeld één.png", ContentFile(b"\x89PNG picture"))
    assert store.get_object(Bucket="beelden", Key=f"gehoord/{name}")["Body"].read() == b"\x89PNG picture"
    address = default_storage.url(name)
    assert address.startswith("/media/")
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    assert b"".join(answer.streaming_content) == b"\x89PNG picture"  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/media/niets.png", "/media/../../etc/passwd", "/media/"])
def test_what_is_not_there_is_a_page_that_says_so(store: Any, client: Client, path: str) -> None:
    assert client.get(path).status_code in {400, 404}


def test_a_document_is_handed_out_and_never_redirected_to_the_store(store: Any, client: Client) -> None:
    document = Document.objects.create(title="Folder", file=ContentFile(b"%PDF-1.7", name="folder.pdf"))
    answer = client.get(document.url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"%PDF-1.7"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "address", ["beelden", "https://beelden", "s3://", "s3://beelden?acl=public-read", "s3://naam:geheim@beelden"]
)
def test_an_address_that_cannot_be_read_is_one_sentence(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("MEDIA_STORAGE", address)
    with pytest.raises(ImproperlyConfigured, match="MEDIA_STORAGE") as refused:
        env.media_storage("MEDIA_STORAGE")
    assert "geheim" not in str(refused.value)


def test_without_an_address_it_is_a_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEDIA_STORAGE", raising=False)
    assert env.media_storage("MEDIA_STORAGE") == {"BACKEND": "django.core.files.storage.FileSystemStorage"}
