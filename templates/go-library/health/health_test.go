package health

import "testing"

func TestAServiceIsNotReadyBeforeItSaysSo(t *testing.T) {
	var readiness Readiness
	if readiness.Ready() {
		t.Fatal("the zero value is ready")
	}
	readiness.Set(true)
	if !readiness.Ready() {
		t.Fatal("not ready after Set(true)")
	}
	readiness.Set(false)
	if readiness.Ready() {
		t.Fatal("still ready during a shutdown")
	}
}
