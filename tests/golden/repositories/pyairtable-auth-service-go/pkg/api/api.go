// Package api is the service's contract with its callers.
package api

import _ "embed"

// OpenAPI describes every route in OpenAPI 3.1; it is served at /openapi.json, and bodies are checked against it.
//
//go:embed openapi.json
var OpenAPI []byte
