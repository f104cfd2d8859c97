package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	"go.uber.org/zap"
)

const (
	retryAfter = time.Second
	// lockSeconds bounds the wait for another replica's migration; the lock is asked for once a second.
	lockSeconds = 300
)

// Migrate brings the database's tables to their newest state: the files are goose's, such as 00001_items.sql. Of many
// replicas one does it, under an advisory lock of the database; the others wait and find nothing left to do.
func Migrate(ctx context.Context, pool *sql.DB, files fs.FS, log *zap.Logger) error {
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, lockSeconds))
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, pool, files, goose.WithSessionLocker(locker))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	done, err := provider.Up(ctx)
	for _, migration := range done {
		log.Info("migrated", zap.String("migration", migration.Source.Path), zap.Duration("duration", migration.Duration))
	}
	var partial *goose.PartialError
	if errors.As(err, &partial) {
		return fmt.Errorf("migration %s: %w", partial.Failed.Source.Path, partial.Err)
	}
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	return nil
}

// Wait returns once the database answers. A database that is not there yet is waited for; one that refuses this user,
// or does not have the named database, is an error, since waiting would not mend it.
func Wait(ctx context.Context, pool *sql.DB, log *zap.Logger) error {
	for {
		err := pool.PingContext(ctx)
		var refused *pgconn.PgError
		switch {
		case err == nil:
			return nil
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &refused) && (strings.HasPrefix(refused.Code, "28") || refused.Code == "3D000"):
			return fmt.Errorf("DATABASE_URL: %s", refused.Message)
		}
		log.Warn("waiting for the database", zap.Error(err))
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(retryAfter):
		}
	}
}
