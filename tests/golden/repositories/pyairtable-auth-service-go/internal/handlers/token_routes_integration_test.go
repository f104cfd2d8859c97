//go:build integration

package handlers

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/gofiber/fiber/v3"
	"github.com/golang-jwt/jwt/v5"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/models"
	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/services/tokens"
)

func post(t *testing.T, app *fiber.App, path string, body any) answer {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	return ask(t, app, http.MethodPost, path, string(text))
}

// withSecret is the application with a client that has a secret.
func withSecret(t *testing.T) (*fiber.App, models.NewSecret) {
	t.Helper()
	app := migrated(t)
	got := ask(t, app, http.MethodPost, "/clients/"+created(t, app)["id"].(string)+"/secret", "")
	if got.status != http.StatusCreated || got.headers.Get("Cache-Control") != "no-store" {
		t.Fatalf("got %+v", got)
	}
	var secret models.NewSecret
	got.into(t, &secret)
	return app, secret
}

func tokensOf(t *testing.T, got answer) models.Tokens {
	t.Helper()
	if got.status != http.StatusOK || got.headers.Get("Cache-Control") != "no-store" {
		t.Fatalf("got %+v", got)
	}
	var issued models.Tokens
	got.into(t, &issued)
	return issued
}

func TestATokenIsVerifiedWithThePublishedKey(t *testing.T) {
	app, secret := withSecret(t)
	issued := tokensOf(t, post(t, app, "/token", secret))

	var published struct{ Keys []tokens.JWK }
	ask(t, app, http.MethodGet, "/.well-known/jwks.json", "").into(t, &published)
	if len(published.Keys) != 1 {
		t.Fatalf("got %+v", published)
	}
	public, err := base64.RawURLEncoding.DecodeString(published.Keys[0].X)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jwt.Parse(issued.AccessToken, func(token *jwt.Token) (any, error) {
		if token.Header["kid"] != published.Keys[0].ID {
			t.Errorf("the token names key %v", token.Header["kid"])
		}
		return ed25519.PublicKey(public), nil
	}, jwt.WithValidMethods([]string{"EdDSA"}), jwt.WithIssuer("auth-service"), jwt.WithAudience("pyairtable"), jwt.WithExpirationRequired())
	if err != nil {
		t.Fatal(err)
	}
	if subject, _ := parsed.Claims.GetSubject(); subject != secret.ClientID.String() {
		t.Errorf("the token is for %s", subject)
	}
}

func TestOnlyTheNewestSecretWorks(t *testing.T) {
	app, secret := withSecret(t)
	wrong := secret
	wrong.ClientSecret = strings.Repeat("x", 100)
	if got := post(t, app, "/token", wrong); got.status != http.StatusUnauthorized {
		t.Errorf("a wrong secret: got %+v", got)
	}
	ask(t, app, http.MethodPost, "/clients/"+secret.ClientID.String()+"/secret", "")
	if got := post(t, app, "/token", secret); got.status != http.StatusUnauthorized {
		t.Errorf("the secret before: got %+v", got)
	}
}

func TestARefreshTokenWorksOnceAndItsTheftEndsTheFamily(t *testing.T) {
	app, secret := withSecret(t)
	first := tokensOf(t, post(t, app, "/token", secret))
	second := tokensOf(t, post(t, app, "/token/refresh", models.RefreshRequest{RefreshToken: first.RefreshToken}))
	if second.RefreshToken == first.RefreshToken {
		t.Fatal("the refresh token stayed the same")
	}
	if got := post(t, app, "/token/refresh", models.RefreshRequest{RefreshToken: first.RefreshToken}); got.status != http.StatusUnauthorized {
		t.Errorf("a second time: got %+v", got)
	}
	if got := post(t, app, "/token/refresh", models.RefreshRequest{RefreshToken: second.RefreshToken}); got.status != http.StatusUnauthorized {
		t.Errorf("after the theft of its family: got %+v", got)
	}
	// Another sign-in is another family.
	tokensOf(t, post(t, app, "/token", secret))
}

func TestOfTwoRefreshesAtOnceOneIsRefused(t *testing.T) {
	app, secret := withSecret(t)
	body := models.RefreshRequest{RefreshToken: tokensOf(t, post(t, app, "/token", secret)).RefreshToken}
	var both sync.WaitGroup
	statuses := make([]int, 2)
	for index := range statuses {
		both.Go(func() { statuses[index] = post(t, app, "/token/refresh", body).status })
	}
	both.Wait()
	if statuses[0]+statuses[1] != http.StatusOK+http.StatusUnauthorized {
		t.Errorf("got %v", statuses)
	}
}

func TestAClientThatIsNotActiveGetsNothing(t *testing.T) {
	app, secret := withSecret(t)
	issued := tokensOf(t, post(t, app, "/token", secret))
	ask(t, app, http.MethodPut, "/clients/"+secret.ClientID.String(), secondBody)
	if got := post(t, app, "/token", secret); got.status != http.StatusUnauthorized {
		t.Errorf("by secret: got %+v", got)
	}
	if got := post(t, app, "/token/refresh", models.RefreshRequest{RefreshToken: issued.RefreshToken}); got.status != http.StatusUnauthorized {
		t.Errorf("by refresh token: got %+v", got)
	}
}

func TestReplicasShareTheKeyOfTheDatabase(t *testing.T) {
	tables := openMigrated(t)
	var names [2]string
	for index := range names {
		keys := tokens.NewKeys(tables, nil)
		if err := keys.Prepare(t.Context()); err != nil {
			t.Fatal(err)
		}
		key, err := keys.Current()
		if err != nil {
			t.Fatal(err)
		}
		names[index] = key.ID
	}
	if names[0] != names[1] {
		t.Errorf("two replicas sign with %v", names)
	}
}

func TestWhatIsKeptIsHashed(t *testing.T) {
	tables := openMigrated(t)
	app := withTables(t, tables)
	got := ask(t, app, http.MethodPost, "/clients/"+created(t, app)["id"].(string)+"/secret", "")
	var secret models.NewSecret
	got.into(t, &secret)
	issued := tokensOf(t, post(t, app, "/token", secret))
	for _, table := range []string{models.CredentialTable, models.RefreshTokenTable} {
		var rows []map[string]any
		if err := tables.Table(table).Find(&rows).Error; err != nil || len(rows) != 1 {
			t.Fatalf("%s: %v, %v", table, rows, err)
		}
		text, err := json.Marshal(rows)
		if err != nil {
			t.Fatal(err)
		}
		for _, plain := range []string{secret.ClientSecret, issued.RefreshToken} {
			if strings.Contains(string(text), plain) {
				t.Errorf("%s holds it in plain text", table)
			}
		}
	}
}
