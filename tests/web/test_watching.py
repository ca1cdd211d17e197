"""What the server counts: for administrators, and for Prometheus with its token."""

import dataclasses

import pytest


def test_an_administrator_sees_what_is_counted(house, browser):
    house.gauges.watch("sockets", lambda: {"sockets": 3, "stall_ms": 0.25})
    figures = browser("administrator").get("/api/figures").json
    assert figures["sockets"] == {"sockets": 3, "stall_ms": 0.25}
    assert figures["writer"]["acts"] >= 1
    text = browser("administrator").get("/metrics")
    assert text.content_type.startswith("text/plain; version=0.0.4")
    assert "phien_sockets_stall_ms 0.25\n" in text.text
    assert "phien_writer_waiting 0\n" in text.text


@pytest.mark.parametrize("who", ["secretary", "chair", "amina", "stranger"])
@pytest.mark.parametrize("path", ["/api/figures", "/metrics"])
def test_nobody_else_does(browser, who, path):
    answer = browser(who).get(path)
    assert answer.status_code == 403
    assert "phien_" not in answer.text


def test_prometheus_reads_with_its_token_and_only_with_it(house, app):
    nobody = app.test_client()
    assert nobody.get("/metrics").status_code in (302, 401)
    settings = dataclasses.replace(house.settings, metrics_token="for-prometheus-only")
    app.extensions["house"] = dataclasses.replace(house, settings=settings)
    given = {"Authorization": "Bearer for-prometheus-only"}
    assert nobody.get("/metrics", headers=given).status_code == 200
    assert nobody.get("/metrics", headers={"Authorization": "Bearer x"}).status_code in (302, 401)
    assert nobody.get("/api/figures", headers=given).status_code == 401
