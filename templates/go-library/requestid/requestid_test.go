package requestid

import (
	"context"
	"strings"
	"testing"
)

func TestAContextCarriesTheIDOfItsRequest(t *testing.T) {
	if got := From(With(context.Background(), "one")); got != "one" {
		t.Fatalf("got %q", got)
	}
	if got := From(context.Background()); got != "" {
		t.Fatalf("a context without an id gives %q", got)
	}
}

func TestACallersIDIsKept(t *testing.T) {
	if got := Of("caller-1.2_3"); got != "caller-1.2_3" {
		t.Fatalf("got %q", got)
	}
}

func TestAnIDThatCouldForgeALogLineIsReplaced(t *testing.T) {
	for _, sent := range []string{"", "a b", "x\n{\"level\":\"error\"}", strings.Repeat("a", 129)} {
		if got := Of(sent); got == sent || !sensible.MatchString(got) {
			t.Errorf("%q became %q", sent, got)
		}
	}
	if first, second := Of(""), Of(""); first == second {
		t.Error("two new ids are the same")
	}
}
