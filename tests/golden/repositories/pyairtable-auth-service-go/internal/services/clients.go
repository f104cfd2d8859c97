// Package services holds what the service does, free of HTTP.
package services

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/Reg-Kris/pyairtable-go-shared/pages"

	"github.com/Reg-Kris/pyairtable-auth-service-go/internal/models"
)

// Clients keeps the clients. What is not there is a [gorm.ErrRecordNotFound].
type Clients struct{ database *gorm.DB }

// NewClients keeps them in a database.
func NewClients(database *gorm.DB) *Clients {
	return &Clients{database: database}
}

// Create makes a new one.
func (s *Clients) Create(ctx context.Context, input models.ClientInput) (models.Client, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return models.Client{}, err
	}
	row := models.Client{ID: id, ClientInput: input}
	return row, s.table(ctx).Create(&row).Error
}

// List reads a page, the oldest first.
func (s *Clients) List(ctx context.Context, page pages.Request) (pages.Page[models.Client], error) {
	var rows []models.Client
	err := s.table(ctx).Where("id > ?", page.After).Order("id").Limit(page.Limit + 1).Find(&rows).Error
	return pages.Of(rows, page.Limit, func(row models.Client) uuid.UUID { return row.ID }), err
}

// Get reads one.
func (s *Clients) Get(ctx context.Context, id uuid.UUID) (models.Client, error) {
	var row models.Client
	return row, s.table(ctx).Where("id = ?", id).Take(&row).Error
}

// Replace writes all that a caller may write of one.
func (s *Clients) Replace(ctx context.Context, id uuid.UUID, input models.ClientInput) (models.Client, error) {
	row := models.Client{ClientInput: input}
	result := s.table(ctx).Clauses(clause.Returning{}).Where("id = ?", id).
		Select("*").Omit("id", "created_at").Updates(&row)
	return row, found(result)
}

// Delete removes one.
func (s *Clients) Delete(ctx context.Context, id uuid.UUID) error {
	return found(s.table(ctx).Where("id = ?", id).Delete(&models.Client{}))
}

func (s *Clients) table(ctx context.Context) *gorm.DB {
	return s.database.WithContext(ctx).Table(models.ClientTable)
}

func found(result *gorm.DB) error {
	if result.Error == nil && result.RowsAffected == 0 {
		return gorm.ErrRecordNotFound
	}
	return result.Error
}
