package models

import (
	"time"

	"github.com/google/uuid"
)

// GrantTable is where grants are kept.
const GrantTable = "grants"

// Grant lets a subject act in a role on a resource.
type Grant struct {
	ID uuid.UUID `gorm:"primaryKey" json:"id"`
	GrantInput
	CreatedAt time.Time `json:"created_at"`
}

// GrantInput is what a caller writes.
type GrantInput struct {
	// Subject is who may, such as the subject of a token.
	Subject string    `json:"subject"`
	RoleID  uuid.UUID `json:"role_id"`
	// Resource is on what, such as workspace:7; * stands for everything.
	Resource string `json:"resource"`
}

// Question asks whether a subject may act in a role, by the role's name, on a resource.
type Question struct {
	Subject  string `json:"subject"`
	Role     string `json:"role"`
	Resource string `json:"resource"`
}

// Verdict answers a question.
type Verdict struct {
	Allowed bool   `json:"allowed"`
	Reason  string `json:"reason"`
}
