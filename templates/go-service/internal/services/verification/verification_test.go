package verification

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// keyServer publishes keys as the auth service does, and counts how often it is asked.
type keyServer struct {
	*httptest.Server
	keys  atomic.Pointer[map[string]ed25519.PrivateKey]
	asked atomic.Int32
}

func newKeyServer(t *testing.T, names ...string) *keyServer {
	t.Helper()
	server := &keyServer{}
	server.publish(t, names...)
	server.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		server.asked.Add(1)
		var set []map[string]string
		for name, key := range *server.keys.Load() {
			x := base64.RawURLEncoding.EncodeToString(key.Public().(ed25519.PublicKey))
			set = append(set, map[string]string{"kty": "OKP", "crv": "Ed25519", "x": x, "kid": name, "use": "sig", "alg": "EdDSA"})
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"keys": set})
	}))
	t.Cleanup(server.Close)
	return server
}

func (s *keyServer) publish(t *testing.T, names ...string) {
	t.Helper()
	keys := map[string]ed25519.PrivateKey{}
	for _, name := range names {
		_, key, err := ed25519.GenerateKey(nil)
		if err != nil {
			t.Fatal(err)
		}
		keys[name] = key
	}
	s.keys.Store(&keys)
}

func (s *keyServer) token(t *testing.T, name string, change func(*jwt.RegisteredClaims)) string {
	t.Helper()
	claims := jwt.RegisteredClaims{
		Issuer: "auth-service", Subject: "client-1", Audience: jwt.ClaimStrings{"pyairtable"},
		ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Minute)),
	}
	if change != nil {
		change(&claims)
	}
	token := jwt.NewWithClaims(jwt.SigningMethodEdDSA, claims)
	token.Header["kid"] = name
	signed, err := token.SignedString((*s.keys.Load())[name])
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

func newVerifier(t *testing.T, server *keyServer) *Verifier {
	t.Helper()
	verifier, err := New(t.Context(), server.URL, "auth-service", "pyairtable", func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	return verifier
}

func TestAGenuineTokenNamesItsSubject(t *testing.T) {
	server := newKeyServer(t, "one")
	verifier := newVerifier(t, server)
	for range 5 {
		if subject, err := verifier.Subject(t.Context(), server.token(t, "one", nil)); err != nil || subject != "client-1" {
			t.Fatalf("got %q, %v", subject, err)
		}
	}
	if asked := server.asked.Load(); asked != 1 {
		t.Errorf("keys were fetched %d times for 5 tokens", asked)
	}
}

func TestATokenThatIsNotRightIsRefused(t *testing.T) {
	server := newKeyServer(t, "one")
	verifier := newVerifier(t, server)
	unsigned, err := jwt.NewWithClaims(jwt.SigningMethodNone, jwt.RegisteredClaims{
		Issuer: "auth-service", Subject: "client-1", Audience: jwt.ClaimStrings{"pyairtable"},
		ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Minute)),
	}).SignedString(jwt.UnsafeAllowNoneSignatureType)
	if err != nil {
		t.Fatal(err)
	}
	for what, token := range map[string]string{
		"unsigned":         unsigned,
		"nonsense":         "a.b.c",
		"expired":          server.token(t, "one", func(c *jwt.RegisteredClaims) { c.ExpiresAt = jwt.NewNumericDate(time.Now().Add(-time.Hour)) }),
		"for ever":         server.token(t, "one", func(c *jwt.RegisteredClaims) { c.ExpiresAt = nil }),
		"another issuer":   server.token(t, "one", func(c *jwt.RegisteredClaims) { c.Issuer = "somebody" }),
		"another audience": server.token(t, "one", func(c *jwt.RegisteredClaims) { c.Audience = jwt.ClaimStrings{"others"} }),
		"of nobody":        server.token(t, "one", func(c *jwt.RegisteredClaims) { c.Subject = "" }),
		"of another key":   newKeyServer(t, "one").token(t, "one", nil),
	} {
		if subject, err := verifier.Subject(t.Context(), token); err == nil {
			t.Errorf("%s: taken as %q", what, subject)
		}
	}
}

func TestAKeyThatIsNewIsFetchedAndUnknownOnesCannotMakeItAskForEver(t *testing.T) {
	server := newKeyServer(t, "one")
	verifier := newVerifier(t, server)
	server.publish(t, "two")
	if _, err := verifier.Subject(t.Context(), server.token(t, "two", nil)); err != nil {
		t.Fatalf("after a new key was published: %v", err)
	}
	strange := newKeyServer(t, "three").token(t, "three", nil)
	for range 3 {
		if _, err := verifier.Subject(t.Context(), strange); err == nil {
			t.Fatal("an unknown key was taken")
		}
	}
	if asked := server.asked.Load(); asked > 3 {
		t.Errorf("keys were fetched %d times", asked)
	}
}

func TestTheVerifierStartsWithoutTheAuthService(t *testing.T) {
	server := newKeyServer(t, "one")
	address := server.URL
	server.Close()
	verifier, err := New(t.Context(), address, "auth-service", "pyairtable", func(error) {})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verifier.Subject(t.Context(), server.token(t, "one", nil)); err == nil {
		t.Fatal("a token was taken without a key")
	}
}
