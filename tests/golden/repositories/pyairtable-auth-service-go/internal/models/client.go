package models

import (
	"time"

	"github.com/google/uuid"
)

// ClientTable is where the clients are kept.
const ClientTable = "clients"

// Client is a row of its table, and what callers get to see of it.
type Client struct {
	// ID tells the time in its first bits (UUID version 7): the order of ids is that of creation.
	ID uuid.UUID `gorm:"primaryKey" json:"id"`
	ClientInput
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
}

// ClientInput is what a caller writes.
type ClientInput struct {
	Name        string `gorm:"column:name" json:"name"`
	RedirectURL string `gorm:"column:redirect_url" json:"redirect_url"`
	Active      bool   `gorm:"column:active" json:"active"`
}
