package settings

import (
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/zap/zapcore"
)

const database = "postgresql://user:secret@localhost:5432/name"

func TestOnlyTheDatabaseMustBeSet(t *testing.T) {
	t.Setenv("DATABASE_URL", database)
	reader := NewReader()
	base := reader.Base("demo", "1.2.3", 8080)
	if err := reader.Err(); err != nil {
		t.Fatal(err)
	}
	want := Base{
		ServiceName: "demo", ServiceVersion: "1.2.3", Environment: "local", Port: 8080, LogLevel: zapcore.InfoLevel,
		ShutdownTimeout: 10 * time.Second, DatabaseURL: database, DatabasePoolSize: 5, MigrateOnStart: true,
	}
	if base != want {
		t.Fatalf("got %+v, want %+v", base, want)
	}
}

func TestTheEnvironmentOverridesDefaults(t *testing.T) {
	for name, value := range map[string]string{
		"DATABASE_URL": database, "PORT": "9000", "SHUTDOWN_TIMEOUT": "3", "LOG_LEVEL": "WARNING",
		"MIGRATE_ON_START": "False", "HOST": "127.0.0.1",
	} {
		t.Setenv(name, value)
	}
	reader := NewReader()
	base := reader.Base("demo", "1", 8080)
	if err := reader.Err(); err != nil {
		t.Fatal(err)
	}
	if base.Port != 9000 || base.ShutdownTimeout != 3*time.Second || base.LogLevel != zapcore.WarnLevel ||
		base.MigrateOnStart || base.Host != "127.0.0.1" {
		t.Fatalf("the environment was ignored: %+v", base)
	}
}

func TestEveryWrongValueIsNamedAtOnce(t *testing.T) {
	for name, value := range map[string]string{
		"DATABASE_URL": "mysql://root:hunter2@db/name", "PORT": "http", "LOG_LEVEL": "chatty",
		"SHUTDOWN_TIMEOUT": "-1s", "MIGRATE_ON_START": "maybe", "DATABASE_POOL_SIZE": "0",
	} {
		t.Setenv(name, value)
	}
	reader := NewReader()
	reader.Base("demo", "1", 8080)
	err := reader.Err()
	if err == nil {
		t.Fatal("want an error")
	}
	lines := strings.Split(err.Error(), "\n")
	if len(lines) != 6 {
		t.Errorf("want a line for each of 6 values, got %q", lines)
	}
	for _, name := range []string{"DATABASE_URL", "PORT", "LOG_LEVEL", "SHUTDOWN_TIMEOUT", "MIGRATE_ON_START", "DATABASE_POOL_SIZE"} {
		if !strings.Contains(err.Error(), name+": ") {
			t.Errorf("%s is not named in %q", name, err)
		}
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Error("the password is in the message")
	}
}

func TestPortsOutsideTheirRangeAreRefused(t *testing.T) {
	for _, port := range []string{"0", "65536", "8080.5"} {
		t.Setenv("PORT", port)
		reader := NewReader()
		if reader.Integer("PORT", 8080, 1, 65535); reader.Err() == nil {
			t.Errorf("PORT=%s was taken", port)
		}
	}
}

func TestADotEnvFileIsReadAndTheEnvironmentWins(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile(".env", []byte("PORT=7000\nENVIRONMENT=file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("ENVIRONMENT", "process")
	reader := NewReader()
	if port := reader.Integer("PORT", 8080, 1, 65535); port != 7000 {
		t.Errorf("got port %d", port)
	}
	if environment := reader.Text("ENVIRONMENT", "local"); environment != "process" {
		t.Errorf("got environment %s", environment)
	}
}

func TestAnEmptyDatabaseIsAskedForWithAnExample(t *testing.T) {
	t.Setenv("DATABASE_URL", "")
	reader := NewReader()
	reader.Base("demo", "1", 8080)
	if err := reader.Err(); err == nil || !strings.Contains(err.Error(), "postgresql://user:password@host:port/name") {
		t.Fatalf("got %v", err)
	}
}
