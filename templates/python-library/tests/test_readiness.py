from pyairtable_shared.readiness import Readiness


def test_a_service_is_not_ready_until_told() -> None:
    readiness = Readiness()
    assert not readiness.ready
    readiness.ready = True
    assert readiness.ready
