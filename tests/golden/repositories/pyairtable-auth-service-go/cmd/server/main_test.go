package main

import (
	"context"
	"strings"
	"testing"
)

func TestAServiceWithoutItsDatabaseSaysWhatIsMissing(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	if err := run(context.Background(), nil); err == nil || !strings.HasPrefix(err.Error(), "DATABASE_URL: is not set") {
		t.Fatalf("got %v", err)
	}
}

func TestAnUnknownCommandIsRefused(t *testing.T) {
	t.Setenv("DATABASE_URL", "postgresql://user:secret@127.0.0.1:1/name")
	if err := run(context.Background(), []string{"migrat"}); err == nil || !strings.Contains(err.Error(), "server migrate") {
		t.Fatalf("got %v", err)
	}
}
