package config

import (
	"strings"
	"testing"
	"time"
)

func TestTheServiceStartsWithADatabaseAlone(t *testing.T) {
	t.Setenv("DATABASE_URL", "postgresql://user:secret@localhost:5432/name")
	settings, err := Load("1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	if settings.ServiceName != "auth-service" || settings.Port != 8080 || settings.RequestTimeout != 10*time.Second {
		t.Fatalf("got %+v", settings)
	}
}

func TestItsOwnSettingsAreCheckedWithTheOthers(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	t.Setenv("REQUEST_TIMEOUT", "soon")
	_, err := Load("1.2.3")
	if err == nil || !strings.Contains(err.Error(), "DATABASE_URL: ") || !strings.Contains(err.Error(), "REQUEST_TIMEOUT: ") {
		t.Fatalf("want both named, got %v", err)
	}
}
