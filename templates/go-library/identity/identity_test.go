package identity

import (
	"context"
	"testing"
)

func TestEveryHeaderOfTheFamilyClaimsAnIdentity(t *testing.T) {
	for header, want := range map[string]bool{
		"X-Authenticated-Subject": true, "x-authenticated-role": true, "X-Request-Id": false, "X-Auth": false,
	} {
		if Claims(header) != want {
			t.Errorf("%s: want %t", header, want)
		}
	}
}

func TestAContextCarriesItsSubject(t *testing.T) {
	if got := From(With(context.Background(), "client-1")); got != "client-1" {
		t.Fatalf("got %q", got)
	}
	if got := From(context.Background()); got != "" {
		t.Fatalf("a context without a subject gives %q", got)
	}
}
