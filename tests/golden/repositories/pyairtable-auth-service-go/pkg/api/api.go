// Package api is the service's contract with its callers.
package api

import _ "embed"

// Document describes every route in OpenAPI 3.1; it is served at /openapi.json.
//
//go:embed openapi.json
var Document []byte
