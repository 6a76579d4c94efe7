"""An s3:// root lands like a folder."""

from collections.abc import Iterator

import fsspec
import pytest

from tests.landing.place import Place

HEADER = "订单编号,手机号,金额\n"
moto = pytest.importorskip("moto.server")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[fsspec.AbstractFileSystem]:
    server = moto.ThreadedMotoServer(port=0)
    server.start()
    host, port = server.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    fsspec.get_filesystem_class("s3").clear_instance_cache()
    files = fsspec.filesystem("s3")
    files.mkdir("bucket")
    yield files
    server.stop()
    fsspec.get_filesystem_class("s3").clear_instance_cache()


def test_s3(
    place: Place, store: fsspec.AbstractFileSystem, monkeypatch: pytest.MonkeyPatch
):
    from onepool.landing.discovery import Extracts

    folder = "bucket/brand/shop/orders/extract_date=2024-01-01"
    store.pipe_file(f"{folder}/a.csv", (HEADER + "1,138,1\n").encode())
    store.pipe_file(f"{folder}/b.parquet", b"broken")
    report = place.land(extracts="s3://bucket/brand")
    assert [row.status for row in report.files] == ["landed", "rejected"]
    assert report.files[0].file == "shop/orders/extract_date=2024-01-01/a.csv"
    assert place.rows(columns="order_no") == [("1",)]

    with monkeypatch.context() as patch:
        patch.setattr(Extracts, "local_copy", None)
        assert place.land(extracts="s3://bucket/brand").known_files == 2

    store.pipe_file(f"{folder}/a.csv", (HEADER + "2,138,1\n").encode())
    store.pipe_file(f"{folder}/c.csv", (HEADER + "3,138,1\n").encode())
    first, second = place.land(extracts="s3://bucket/brand").files
    assert first.replaces_file_id == report.files[0].file_id
    assert second.replaces_file_id is None
