package config

import (
	"strings"
	"testing"
	"time"
)

func TestDefaultsServeWithoutAnyEnvironment(t *testing.T) {
	settings, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if settings.Port != 8080 || settings.ShutdownTimeout != 10*time.Second {
		t.Fatalf("unexpected defaults: %+v", settings)
	}
}

func TestTheEnvironmentOverridesDefaults(t *testing.T) {
	t.Setenv("PORT", "9000")
	t.Setenv("SHUTDOWN_TIMEOUT", "3s")
	settings, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if settings.Port != 9000 || settings.ShutdownTimeout != 3*time.Second {
		t.Fatalf("the environment was ignored: %+v", settings)
	}
}

func TestABadPortIsRefusedByName(t *testing.T) {
	for _, port := range []string{"0", "65536", "http"} {
		t.Setenv("PORT", port)
		if _, err := Load(); err == nil || !strings.Contains(err.Error(), "PORT") {
			t.Errorf("PORT=%s: want an error that names PORT, got %v", port, err)
		}
	}
}

func TestAnUnknownLogLevelIsRefusedByName(t *testing.T) {
	_, err := Settings{LogLevel: "chatty"}.Logger()
	if err == nil || !strings.Contains(err.Error(), "LOG_LEVEL") {
		t.Fatalf("want an error that names LOG_LEVEL, got %v", err)
	}
}
