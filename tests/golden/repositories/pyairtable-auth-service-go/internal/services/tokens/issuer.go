package tokens

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"sync"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/google/uuid"
	"golang.org/x/crypto/bcrypt"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/models"
)

// ErrRefused means that a caller did not show who they are; it does not say what was wrong, since that would help to guess.
var ErrRefused = errors.New("refused")

// Policy is what every token says, and how long it lives.
type Policy struct {
	Issuer          string
	Audience        string
	AccessLifetime  time.Duration
	RefreshLifetime time.Duration
}

// Issuer makes tokens.
type Issuer struct {
	database *gorm.DB
	keys     *Keys
	policy   Policy
}

// NewIssuer signs with keys, and keeps hashes of secrets and refresh tokens in a database.
func NewIssuer(database *gorm.DB, keys *Keys, policy Policy) *Issuer {
	return &Issuer{database: database, keys: keys, policy: policy}
}

// NewSecret gives a client a new secret; the one before no longer works. Only its hash is kept.
// A client that is not there is a [gorm.ErrRecordNotFound].
func (i *Issuer) NewSecret(ctx context.Context, client uuid.UUID) (models.NewSecret, error) {
	var known models.Client
	if err := i.database.WithContext(ctx).Table(models.ClientTable).Where("id = ?", client).Take(&known).Error; err != nil {
		return models.NewSecret{}, err
	}
	secret := random()
	hash, err := bcrypt.GenerateFromPassword([]byte(secret), bcrypt.DefaultCost)
	if err != nil {
		return models.NewSecret{}, err
	}
	row := models.Credential{ClientID: client, SecretHash: string(hash)}
	key := clause.Column{Name: "client_id"}
	err = i.database.WithContext(ctx).Table(models.CredentialTable).
		Clauses(clause.OnConflict{Columns: []clause.Column{key}, UpdateAll: true}).Create(&row).Error
	return models.NewSecret{ClientID: client, ClientSecret: secret}, err
}

// Issue gives a client tokens for its secret.
func (i *Issuer) Issue(ctx context.Context, request models.TokenRequest) (models.Tokens, error) {
	var credential models.Credential
	err := i.active(i.database.WithContext(ctx), models.CredentialTable).
		Where("client_id = ?", request.ClientID).Take(&credential).Error
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return models.Tokens{}, err
	}
	hash := []byte(credential.SecretHash)
	if err != nil {
		// An unknown client takes as long as a wrong secret: time must not tell which it was.
		hash = decoy()
	}
	if bcrypt.CompareHashAndPassword(hash, []byte(request.ClientSecret)) != nil || err != nil {
		return models.Tokens{}, ErrRefused
	}
	return i.tokens(i.database.WithContext(ctx), request.ClientID, uuid.New())
}

// Refresh gives new tokens for a refresh token, which works once. One that comes a second time was stolen, from the
// client or by it: all tokens of its family end.
func (i *Issuer) Refresh(ctx context.Context, token string) (models.Tokens, error) {
	var fresh models.Tokens
	reused := false
	err := i.database.WithContext(ctx).Transaction(func(database *gorm.DB) error {
		hash := hashed(token)
		var kept models.RefreshToken
		err := i.active(database, models.RefreshTokenTable).Clauses(clause.Locking{Strength: "UPDATE"}).
			Where("token_hash = ? AND expires_at > ?", hash, time.Now()).Take(&kept).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return ErrRefused
		}
		if err != nil {
			return err
		}
		if kept.UsedAt != nil {
			reused = true
			return database.Table(models.RefreshTokenTable).Where("family = ?", kept.Family).Delete(&models.RefreshToken{}).Error
		}
		used := database.Table(models.RefreshTokenTable).Where("token_hash = ?", hash).Update("used_at", time.Now())
		if used.Error != nil {
			return used.Error
		}
		fresh, err = i.tokens(database, kept.ClientID, kept.Family)
		return err
	})
	if err == nil && reused {
		return models.Tokens{}, ErrRefused
	}
	return fresh, err
}

// active is a table joined with the clients that may still have tokens.
func (i *Issuer) active(database *gorm.DB, table string) *gorm.DB {
	return database.Table(table).Where("client_id IN (?)", database.Table(models.ClientTable).Select("id").Where("active"))
}

func (i *Issuer) tokens(database *gorm.DB, client, family uuid.UUID) (models.Tokens, error) {
	key, err := i.keys.Current()
	if err != nil {
		return models.Tokens{}, err
	}
	now := time.Now()
	unsigned := jwt.NewWithClaims(jwt.SigningMethodEdDSA, jwt.RegisteredClaims{
		Issuer:    i.policy.Issuer,
		Subject:   client.String(),
		Audience:  jwt.ClaimStrings{i.policy.Audience},
		IssuedAt:  jwt.NewNumericDate(now),
		ExpiresAt: jwt.NewNumericDate(now.Add(i.policy.AccessLifetime)),
		ID:        uuid.NewString(),
	})
	unsigned.Header["kid"] = key.ID
	signed, err := unsigned.SignedString(key.Private)
	if err != nil {
		return models.Tokens{}, err
	}
	refresh := random()
	row := models.RefreshToken{
		TokenHash: hashed(refresh), Family: family, ClientID: client, ExpiresAt: now.Add(i.policy.RefreshLifetime),
	}
	// What nobody can use any more goes with the next sign-in of its client.
	expired := database.Table(models.RefreshTokenTable).Where("client_id = ? AND expires_at < ?", client, now)
	if err := expired.Delete(&models.RefreshToken{}).Error; err != nil {
		return models.Tokens{}, err
	}
	return models.Tokens{
		AccessToken: signed, TokenType: "Bearer", ExpiresIn: int(i.policy.AccessLifetime.Seconds()), RefreshToken: refresh,
	}, database.Table(models.RefreshTokenTable).Create(&row).Error
}

// random is a secret of 256 bits. It cannot be guessed, so a fast hash of it is as good as a slow one.
func random() string {
	var bytes [32]byte
	_, _ = rand.Read(bytes[:]) // never fails (Go 1.24 and newer)
	return base64.RawURLEncoding.EncodeToString(bytes[:])
}

func hashed(token string) []byte {
	hash := sha256.Sum256([]byte(token))
	return hash[:]
}

// decoy is the hash of a secret that nobody has.
var decoy = sync.OnceValue(func() []byte {
	hash, err := bcrypt.GenerateFromPassword([]byte(random()), bcrypt.DefaultCost)
	if err != nil {
		panic(err) // only a secret of more than 72 bytes fails
	}
	return hash
})
