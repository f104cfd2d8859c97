// Package database opens a service's PostgreSQL database, migrates it and says whether it answers.
package database

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
	"gorm.io/gorm/logger"
)

const (
	connectTimeout = 3 * time.Second
	// idleTimeout gives connections back that a quiet service does not need: the server's are few.
	idleTimeout = time.Minute
)

// Open prepares a pool of at most size connections. It connects to nothing yet: a service starts without its database.
func Open(url string, size int) (*gorm.DB, *sql.DB, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, nil, err
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	pool := stdlib.OpenDB(*config)
	pool.SetMaxOpenConns(size)
	pool.SetMaxIdleConns(size)
	pool.SetConnMaxIdleTime(idleTimeout)
	database, err := gorm.Open(postgres.New(postgres.Config{Conn: pool}), &gorm.Config{
		// Failures reach the request's own log line; GORM's would say them twice.
		Logger: logger.Discard,
		// PostgreSQL keeps microseconds: what is answered at once is what is read later.
		NowFunc:              func() time.Time { return time.Now().UTC().Truncate(time.Microsecond) },
		DisableAutomaticPing: true,
		TranslateError:       true,
	})
	if err != nil {
		return nil, nil, errors.Join(err, pool.Close())
	}
	return database, pool, nil
}

// Unavailable says whether an error means that the database does not answer, rather than that it refused something.
func Unavailable(err error) bool {
	var connecting *pgconn.ConnectError
	var network net.Error
	var refused *pgconn.PgError
	if errors.As(err, &refused) && len(refused.Code) == 5 {
		// Classes of https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, resources, operator.
		switch refused.Code[:2] {
		case "08", "53", "57":
			return true
		}
		return errors.As(err, &connecting)
	}
	return errors.As(err, &connecting) || errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) ||
		errors.Is(err, sql.ErrConnDone) || errors.Is(err, context.DeadlineExceeded) || pgconn.SafeToRetry(err)
}
