// Package shim reaches the internal package of the Terraform provider for Docker, which Go allows only below its path.
//
// It configures the provider without asking a Docker daemon whether it is there: the program only reads digests from
// a registry, and the sandbox has no daemon. Whatever does need one fails when it is used.
package shim

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"

	"github.com/docker/cli/cli/config/configfile"
	"github.com/docker/docker/api/types"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/terraform-providers/terraform-provider-docker/internal/provider"
)

// NewProvider is the Terraform provider with the two settings that the SDK has and this version lacks.
func NewProvider(version string) *schema.Provider {
	result := provider.New(version)()
	result.Schema["disable_docker_daemon_check"] = &schema.Schema{
		Type:        schema.TypeBool,
		Optional:    true,
		Description: "Accepted for compatibility: this plugin never checks.",
	}
	registry := result.Schema["registry_auth"].Elem.(*schema.Resource)
	registry.Schema["auth_disabled"] = &schema.Schema{
		Type:        schema.TypeBool,
		Optional:    true,
		Description: "Use the registry without credentials.",
	}
	result.ConfigureContextFunc = configure
	return result
}

func configure(_ context.Context, data *schema.ResourceData) (any, diag.Diagnostics) {
	sshOptions := []string{}
	for _, option := range data.Get("ssh_opts").([]any) {
		sshOptions = append(sshOptions, option.(string))
	}
	config := provider.Config{
		Host:     data.Get("host").(string),
		SSHOpts:  sshOptions,
		Ca:       data.Get("ca_material").(string),
		Cert:     data.Get("cert_material").(string),
		Key:      data.Get("key_material").(string),
		CertPath: data.Get("cert_path").(string),
	}
	client, err := config.NewClient()
	if err != nil {
		return nil, diag.Errorf("Docker client: %s", err)
	}
	credentials := map[string]types.AuthConfig{}
	for _, item := range data.Get("registry_auth").(*schema.Set).List() {
		address, credential, err := registryCredential(item.(map[string]any))
		if err != nil {
			return nil, diag.Errorf("registryAuth of %s: %s", address, err)
		}
		credentials[address] = credential
	}
	return &provider.ProviderConfig{
		DockerClient: client,
		AuthConfigs:  &provider.AuthConfigs{Configs: credentials},
	}, nil
}

// registryCredential takes the name and password as they are given, else from the Docker configuration named.
func registryCredential(item map[string]any) (string, types.AuthConfig, error) {
	text := func(key string) string { value, _ := item[key].(string); return value }
	address := text("address")
	if !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://") {
		address = "https://" + address
	}
	_, host, _ := strings.Cut(address, "://")
	host, _, _ = strings.Cut(host, "/")
	if disabled, _ := item["auth_disabled"].(bool); disabled {
		return host, types.AuthConfig{ServerAddress: address}, nil
	}
	if text("username") != "" {
		return host, types.AuthConfig{
			ServerAddress: address, Username: text("username"), Password: text("password"),
		}, nil
	}
	content := []byte(text("config_file_content"))
	if len(content) == 0 {
		path := text("config_file")
		if rest, found := strings.CutPrefix(path, "~/"); found {
			home, err := os.UserHomeDir()
			if err != nil {
				return host, types.AuthConfig{}, err
			}
			path = filepath.Join(home, rest)
		}
		var err error
		if content, err = os.ReadFile(path); err != nil {
			return host, types.AuthConfig{}, err
		}
	}
	file := configfile.New("")
	if err := file.LoadFromReader(bytes.NewReader(content)); err != nil {
		return host, types.AuthConfig{}, err
	}
	found, err := file.GetAuthConfig(host)
	return host, types.AuthConfig{ServerAddress: address, Username: found.Username, Password: found.Password}, err
}
