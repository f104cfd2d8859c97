// Package tokens issues and refreshes tokens, and publishes the key that shows them to be genuine.
package tokens

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"sync/atomic"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/models"
)

// ErrNoKey means that the service has not read its key yet: it is still starting.
var ErrNoKey = errors.New("there is no signing key yet")

// Keys holds the key that tokens are signed with (Ed25519: short signatures, nothing to choose wrongly).
type Keys struct {
	database *gorm.DB
	current  atomic.Pointer[Key]
}

// Key is a private key and its public name.
type Key struct {
	ID      string
	Private ed25519.PrivateKey
}

// JWK is a public key as RFC 8037 writes it.
type JWK struct {
	KeyType   string `json:"kty"`
	Curve     string `json:"crv"`
	X         string `json:"x"`
	ID        string `json:"kid"`
	Use       string `json:"use"`
	Algorithm string `json:"alg"`
}

// ParseKey reads an Ed25519 key in PEM (PKCS #8), as `openssl genpkey -algorithm ed25519` writes it.
func ParseKey(text string) (ed25519.PrivateKey, error) {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("is no PEM")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, errors.New("is no private key in PKCS #8")
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return nil, errors.New("is no Ed25519 key")
	}
	return key, nil
}

// NewKeys uses a given key; without one, Prepare gets that of the database.
func NewKeys(database *gorm.DB, given ed25519.PrivateKey) *Keys {
	keys := &Keys{database: database}
	if given != nil {
		keys.use(given)
	}
	return keys
}

// Prepare reads the key from the database. The first replica of all makes it; they all share it.
func (k *Keys) Prepare(ctx context.Context) error {
	if k.current.Load() != nil {
		return nil
	}
	_, fresh, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(fresh)
	if err != nil {
		return err
	}
	table := k.database.WithContext(ctx).Table(models.SigningKeyTable)
	row := models.SigningKey{Only: true, PrivateKey: encoded}
	if err := table.Clauses(clause.OnConflict{DoNothing: true}).Create(&row).Error; err != nil {
		return fmt.Errorf("signing key: %w", err)
	}
	var kept models.SigningKey
	if err := k.database.WithContext(ctx).Table(models.SigningKeyTable).Take(&kept).Error; err != nil {
		return fmt.Errorf("signing key: %w", err)
	}
	parsed, err := x509.ParsePKCS8PrivateKey(kept.PrivateKey)
	if err != nil {
		return fmt.Errorf("signing key: %w", err)
	}
	key, ok := parsed.(ed25519.PrivateKey)
	if !ok {
		return errors.New("signing key: the database holds one of another kind")
	}
	k.use(key)
	return nil
}

// Current is the key to sign with.
func (k *Keys) Current() (Key, error) {
	if key := k.current.Load(); key != nil {
		return *key, nil
	}
	return Key{}, ErrNoKey
}

// Published is the set of public keys that callers verify tokens with.
func (k *Keys) Published() ([]JWK, error) {
	key, err := k.Current()
	if err != nil {
		return nil, err
	}
	public := JWK{KeyType: "OKP", Curve: "Ed25519", X: coordinate(key.Private), ID: key.ID, Use: "sig", Algorithm: "EdDSA"}
	return []JWK{public}, nil
}

func (k *Keys) use(private ed25519.PrivateKey) {
	// The thumbprint of RFC 7638: the same key has the same name in every replica.
	thumbprint := sha256.Sum256([]byte(`{"crv":"Ed25519","kty":"OKP","x":"` + coordinate(private) + `"}`))
	k.current.Store(&Key{ID: base64.RawURLEncoding.EncodeToString(thumbprint[:]), Private: private})
}

func coordinate(private ed25519.PrivateKey) string {
	return base64.RawURLEncoding.EncodeToString(private.Public().(ed25519.PublicKey))
}
