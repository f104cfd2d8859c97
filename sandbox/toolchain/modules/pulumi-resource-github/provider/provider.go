// Package provider maps the Terraform provider for GitHub to Pulumi, with the tokens of the pulumi-github SDK.
package provider

import (
	"github.com/integrations/terraform-provider-github/v6/github"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	shim "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
)

// Info describes the provider to the bridge. The version is the SDK's, so that Pulumi pairs the two.
func Info(version string) tfbridge.ProviderInfo {
	environment := func(name string) *tfbridge.DefaultInfo { return &tfbridge.DefaultInfo{EnvVars: []string{name}} }
	baseURL := environment("GITHUB_BASE_URL")
	baseURL.Value = "https://api.github.com/"
	provider := github.NewProvider(version, "")()
	// The import of an existing repository records it, and the program keeps what is recorded: no reason to warn at
	// every run.
	provider.ResourcesMap["github_repository"].Schema["has_downloads"].Deprecated = ""
	info := tfbridge.ProviderInfo{
		P:                       shim.NewProvider(provider),
		Name:                    "github",
		Version:                 version,
		GitHubOrg:               "integrations",
		TFProviderModuleVersion: "v6",
		License:                 "Apache-2.0",
		MetadataInfo:            tfbridge.NewProviderMetadata([]byte("{}")),
		Config: map[string]*tfbridge.SchemaInfo{
			"token":    {Default: environment("GITHUB_TOKEN"), Secret: tfbridge.True()},
			"base_url": {Default: baseURL},
		},
		// GitHub refuses a second one with the same key or name, so the old one has to go first.
		Resources: map[string]*tfbridge.ResourceInfo{
			"github_actions_environment_secret":    {DeleteBeforeReplace: true},
			"github_repository_autolink_reference": {DeleteBeforeReplace: true},
			"github_repository_deploy_key":         {DeleteBeforeReplace: true},
			// A list in the SDK, although the Terraform provider takes only one.
			"github_repository_environment": {
				Fields: map[string]*tfbridge.SchemaInfo{"reviewers": {MaxItemsOne: tfbridge.False()}},
			},
		},
		// The one token of the SDK that does not follow from the Terraform name.
		DataSources: map[string]*tfbridge.DataSourceInfo{
			"github_app": {Tok: "github:index/getGithubApp:getGithubApp"},
		},
	}
	info.MustComputeTokens(tokens.SingleModule("github_", "index", tokens.MakeStandard("github")))
	info.SetAutonaming(255, "-")
	return info
}
