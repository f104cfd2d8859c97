package config

import (
	"strings"
	"testing"
)

func TestAKeyThatMakesNoSenseIsRefusedAndNotRepeated(t *testing.T) {
	t.Setenv("DATABASE_URL", "postgresql://user:secret@localhost:5432/name")
	t.Setenv("JWT_PRIVATE_KEY", "hunter2")
	_, err := Load("1.2.3")
	if err == nil || !strings.HasPrefix(err.Error(), "JWT_PRIVATE_KEY: is no PEM") || strings.Contains(err.Error(), "hunter2") {
		t.Fatalf("got %v", err)
	}
}
