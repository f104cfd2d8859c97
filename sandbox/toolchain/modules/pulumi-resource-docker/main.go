// Command pulumi-resource-docker is a bridge of our own over the Terraform provider for Docker. It stands in for
// Pulumi's own plugin, whose binary is in no package registry.
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"

	"pyairtable.invalid/toolchain/pulumi-resource-docker/provider"
)

//go:embed schema.json
var schema []byte

var version string // set by the linker

func main() {
	tfbridge.Main("docker", version, provider.Info(version), schema)
}
