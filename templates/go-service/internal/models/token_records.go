package models

import (
	"time"

	"github.com/google/uuid"
)

// Names of the tables of 00002_tokens.sql.
const (
	CredentialTable   = "credentials"
	SigningKeyTable   = "signing_keys"
	RefreshTokenTable = "refresh_tokens"
)

// Credential is what is kept of a client's secret: never the secret itself.
type Credential struct {
	ClientID   uuid.UUID
	SecretHash string
	CreatedAt  time.Time
}

// SigningKey is the key that tokens are signed with, when the environment gives none.
type SigningKey struct {
	// Only is always true: the table has one row.
	Only bool
	// PrivateKey is in PKCS #8.
	PrivateKey []byte
	CreatedAt  time.Time
}

// RefreshToken is what is kept of a refresh token: never the token itself.
type RefreshToken struct {
	TokenHash []byte
	// Family is shared by all tokens that come from one sign-in, each made from the one before.
	Family    uuid.UUID
	ClientID  uuid.UUID
	UsedAt    *time.Time
	ExpiresAt time.Time
	CreatedAt time.Time
}

// NewSecret is a client's new secret, in plain text: it is shown once.
type NewSecret struct {
	ClientID     uuid.UUID `json:"client_id"`
	ClientSecret string    `json:"client_secret"`
}

// TokenRequest asks for tokens with a client's secret.
type TokenRequest struct {
	ClientID     uuid.UUID `json:"client_id"`
	ClientSecret string    `json:"client_secret"`
}

// RefreshRequest asks for new tokens with a refresh token.
type RefreshRequest struct {
	RefreshToken string `json:"refresh_token"`
}

// Tokens are what a client gets.
type Tokens struct {
	AccessToken string `json:"access_token"`
	TokenType   string `json:"token_type"`
	// ExpiresIn is the life of the access token, in seconds.
	ExpiresIn    int    `json:"expires_in"`
	RefreshToken string `json:"refresh_token"`
}
