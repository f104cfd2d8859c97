package requestid

import (
	"context"
	"testing"
)

func TestAContextCarriesTheIDOfItsRequest(t *testing.T) {
	id := New()
	if got := From(With(context.Background(), id)); got != id {
		t.Fatalf("got %q, want %q", got, id)
	}
	if got := From(context.Background()); got != "" {
		t.Fatalf("a context without an id gives %q", got)
	}
}

func TestIDsDiffer(t *testing.T) {
	if New() == New() {
		t.Fatal("two ids are the same")
	}
}
