// Package config reads the service's settings from the environment.
package config

import (
	"crypto/ed25519"
	"time"

	"github.com/Reg-Kris/pyairtable-go-shared/settings"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services/tokens"
)

// Settings of the service: what all services have, and its own.
type Settings struct {
	settings.Base
	// RequestTimeout bounds what the service does for one request.
	RequestTimeout time.Duration
	// PrivateKey signs tokens; without one the service makes it and keeps it in its database.
	PrivateKey ed25519.PrivateKey
	// Tokens is what tokens say, and how long they live.
	Tokens tokens.Policy
}

// Load reads the environment. Every value that makes no sense is named in the error, a line each.
func Load(version string) (Settings, error) {
	reader := settings.NewReader()
	loaded := Settings{
		Base:           reader.Base("auth-service", version, 8080),
		RequestTimeout: reader.Duration("REQUEST_TIMEOUT", 10*time.Second),
	}
	loaded.Tokens = tokens.Policy{
		Issuer:          reader.Text("JWT_ISSUER", "auth-service"),
		Audience:        reader.Text("JWT_AUDIENCE", "pyairtable"),
		AccessLifetime:  reader.Duration("ACCESS_TOKEN_LIFETIME", 15*time.Minute),
		RefreshLifetime: reader.Duration("REFRESH_TOKEN_LIFETIME", 30*24*time.Hour),
	}
	if text := reader.Text("JWT_PRIVATE_KEY", ""); text != "" {
		key, err := tokens.ParseKey(text)
		if err != nil {
			reader.Refuse("JWT_PRIVATE_KEY", err.Error()+"; write what `openssl genpkey -algorithm ed25519` writes")
		}
		loaded.PrivateKey = key
	}
	return loaded, reader.Err()
}
