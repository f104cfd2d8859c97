//go:build openapi

package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// prepareGateway gives the gateway one server that plays every service and publishes a key, and returns a token.
func prepareGateway(t *testing.T) string {
	t.Helper()
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	x := base64.RawURLEncoding.EncodeToString(public)
	services := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprintf(w, `{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": %q, "kid": "test", "use": "sig", "alg": "EdDSA"}]}`, x)
	}))
	t.Cleanup(services.Close)
	t.Setenv("JWT_KEYS_URL", services.URL+"/keys")
	t.Setenv("UPSTREAM_URL", services.URL)
	t.Setenv("RATE_LIMIT", "1000000")

	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, jwt.RegisteredClaims{
		Issuer: "auth-service", Subject: "fuzzer", Audience: jwt.ClaimStrings{"pyairtable"},
		ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Hour)),
	})
	token.Header["kid"] = "test"
	signed, err := token.SignedString(private)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}
