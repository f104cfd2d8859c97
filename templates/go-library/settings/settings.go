// Package settings reads a service's settings from its environment, and from a file `.env` beside it where there is
// one. All wrong values are named at once, one line each.
package settings

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/spf13/viper"
	"go.uber.org/zap/zapcore"
)

// longest is the longest duration that a setting may have.
const longest = 366 * 24 * time.Hour

// Base is what every service of the platform reads.
type Base struct {
	// ServiceName and ServiceVersion are in every log line and at the service's root.
	ServiceName    string
	ServiceVersion string
	// Environment is the one that the service runs in, such as prod.
	Environment string
	// Host is the address that the service listens on; empty means every one.
	Host string
	// Port is a TCP port, 1 to 65535.
	Port     int
	LogLevel zapcore.Level
	// ShutdownTimeout is how long requests under way get to finish.
	ShutdownTimeout time.Duration
	// DatabaseURL is postgresql://user:password@host:port/name. It holds a password: never log it.
	DatabaseURL string
	// DatabasePoolSize is the largest number of connections to the database.
	DatabasePoolSize int
	// MigrateOnStart says whether the service migrates its database before it is ready.
	MigrateOnStart bool
}

// Reader takes settings by their names, and remembers what was wrong with them.
type Reader struct {
	values *viper.Viper
	wrong  []error
}

// NewReader reads the environment, before it the file `.env` of the working directory, if there is one.
func NewReader() *Reader {
	reader := &Reader{values: viper.New()}
	reader.values.SetConfigFile(".env")
	reader.values.SetConfigType("env")
	reader.values.AutomaticEnv()
	if err := reader.values.ReadInConfig(); err != nil && !errors.Is(err, fs.ErrNotExist) {
		reader.refuse(".env", "cannot be read: "+err.Error())
	}
	return reader
}

// Base reads what every service has; name, version and port are what the service is by itself.
func (r *Reader) Base(name, version string, port int) Base {
	return Base{
		ServiceName:      r.Text("SERVICE_NAME", name),
		ServiceVersion:   r.Text("SERVICE_VERSION", version),
		Environment:      r.Text("ENVIRONMENT", "local"),
		Host:             r.Text("HOST", ""),
		Port:             r.Integer("PORT", port, 1, 65535),
		LogLevel:         r.level("LOG_LEVEL"),
		ShutdownTimeout:  r.Duration("SHUTDOWN_TIMEOUT", 10*time.Second),
		DatabaseURL:      r.database("DATABASE_URL"),
		DatabasePoolSize: r.Integer("DATABASE_POOL_SIZE", 5, 1, 100),
		MigrateOnStart:   r.Boolean("MIGRATE_ON_START", true),
	}
}

// Text reads a string.
func (r *Reader) Text(name, otherwise string) string {
	r.values.SetDefault(name, otherwise)
	return r.values.GetString(name)
}

// Integer reads a whole number between two bounds, both allowed.
func (r *Reader) Integer(name string, otherwise, least, most int) int {
	text := r.Text(name, strconv.Itoa(otherwise))
	number, err := strconv.Atoi(text)
	if err != nil || number < least || number > most {
		r.refuse(name, fmt.Sprintf("%q is not a whole number from %d to %d", text, least, most))
		return otherwise
	}
	return number
}

// Boolean reads true or false.
func (r *Reader) Boolean(name string, otherwise bool) bool {
	text := r.Text(name, strconv.FormatBool(otherwise))
	value, err := strconv.ParseBool(strings.ToLower(text))
	if err != nil {
		r.refuse(name, fmt.Sprintf("%q is neither true nor false", text))
		return otherwise
	}
	return value
}

// Duration reads a positive span of time: seconds, or a number with its unit such as 500ms.
func (r *Reader) Duration(name string, otherwise time.Duration) time.Duration {
	text := r.Text(name, otherwise.String())
	span, err := time.ParseDuration(text)
	if seconds, numeric := strconv.ParseFloat(text, 64); numeric == nil {
		span, err = time.Duration(seconds*float64(time.Second)), nil
	}
	if err != nil || span <= 0 || span > longest {
		r.refuse(name, fmt.Sprintf("%q is not a duration such as 10s, more than nothing and at most a year", text))
		return otherwise
	}
	return span
}

// Refuse remembers that a setting is wrong; the reason says why, and never repeats a secret.
func (r *Reader) Refuse(name, reason string) { r.refuse(name, reason) }

// Err is everything that was wrong, a line each; nil when nothing was.
func (r *Reader) Err() error { return errors.Join(r.wrong...) }

func (r *Reader) refuse(name, reason string) {
	r.wrong = append(r.wrong, fmt.Errorf("%s: %s", name, reason))
}

func (r *Reader) level(name string) zapcore.Level {
	text := r.Text(name, "info")
	// The Python services say it so.
	if strings.EqualFold(text, "warning") {
		return zapcore.WarnLevel
	}
	level, err := zapcore.ParseLevel(text)
	if err != nil {
		r.refuse(name, fmt.Sprintf("%q is none of debug, info, warning and error", text))
	}
	return level
}

// database checks an address without repeating it: it holds a password.
func (r *Reader) database(name string) string {
	const form = "write postgresql://user:password@host:port/name"
	url := r.Text(name, "")
	if url == "" {
		r.refuse(name, "is not set; "+form)
		return ""
	}
	config, err := pgx.ParseConfig(url)
	if err != nil || !(strings.HasPrefix(url, "postgresql://") || strings.HasPrefix(url, "postgres://")) || config.Database == "" {
		r.refuse(name, "is not the address of a PostgreSQL database; "+form)
		return ""
	}
	return url
}
