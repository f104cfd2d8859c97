// Package models holds the data that the service speaks in and keeps.
package models

import (
	"embed"
	"io/fs"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations are the steps that made the service's tables what they are. One that has been released never changes:
// a further one corrects it.
var Migrations = must(fs.Sub(files, "migrations"))

func must(folder fs.FS, err error) fs.FS {
	if err != nil {
		panic(err)
	}
	return folder
}
