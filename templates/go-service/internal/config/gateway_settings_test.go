package config

import (
	"strings"
	"testing"
	"time"
)

func TestTheGatewayFindsServicesByTheirNamesInTheCluster(t *testing.T) {
	t.Setenv("DATABASE_URL", "postgresql://user:secret@localhost:5432/name")
	settings, err := Load("1.2.3")
	if err != nil {
		t.Fatal(err)
	}
	if settings.UpstreamURL != "http://{service}" || settings.KeysURL != "http://auth-service/.well-known/jwks.json" ||
		settings.UpstreamTimeout != 5*time.Second || settings.UpstreamTries != 3 || settings.RateLimit != 600 {
		t.Errorf("got %+v", settings)
	}
}

func TestLimitsThatMakeNoSenseAreRefusedByName(t *testing.T) {
	t.Setenv("UPSTREAM_TRIES", "0")
	t.Setenv("RATE_LIMIT", "none")
	_, err := Load("1.2.3")
	if err == nil || !strings.Contains(err.Error(), "UPSTREAM_TRIES: ") || !strings.Contains(err.Error(), "RATE_LIMIT: ") {
		t.Errorf("got %v", err)
	}
}
