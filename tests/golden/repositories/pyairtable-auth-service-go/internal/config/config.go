// Package config reads the service's settings from the environment.
package config

import (
	"fmt"
	"time"

	"github.com/spf13/viper"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// Settings of the service; every field is an environment variable.
type Settings struct {
	Port            int           `mapstructure:"PORT"`
	LogLevel        string        `mapstructure:"LOG_LEVEL"`
	ShutdownTimeout time.Duration `mapstructure:"SHUTDOWN_TIMEOUT"`
}

// Load reads the environment; a value that makes no sense is an error that names the variable.
func Load() (Settings, error) {
	env := viper.New()
	env.SetDefault("PORT", 8080)
	env.SetDefault("LOG_LEVEL", "info")
	env.SetDefault("SHUTDOWN_TIMEOUT", 10*time.Second)
	env.AutomaticEnv()

	var settings Settings
	if err := env.Unmarshal(&settings); err != nil {
		return Settings{}, fmt.Errorf("settings from the environment: %w", err)
	}
	if settings.Port < 1 || settings.Port > 65535 {
		return Settings{}, fmt.Errorf("PORT: %d is not a port between 1 and 65535", settings.Port)
	}
	if settings.ShutdownTimeout <= 0 {
		return Settings{}, fmt.Errorf("SHUTDOWN_TIMEOUT: %s is not a positive duration", settings.ShutdownTimeout)
	}
	return settings, nil
}

// Logger writes JSON lines to standard output at the configured level.
func (s Settings) Logger() (*zap.Logger, error) {
	level, err := zapcore.ParseLevel(s.LogLevel)
	if err != nil {
		return nil, fmt.Errorf("LOG_LEVEL: %w", err)
	}
	production := zap.NewProductionConfig()
	production.Level = zap.NewAtomicLevelAt(level)
	production.OutputPaths = []string{"stdout"}
	production.EncoderConfig.TimeKey = "time"
	production.EncoderConfig.MessageKey = "message"
	production.EncoderConfig.EncodeTime = zapcore.ISO8601TimeEncoder
	production.Sampling = nil
	return production.Build()
}
