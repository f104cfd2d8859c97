-- +goose Up
CREATE TABLE "credentials" (
    "client_id" uuid PRIMARY KEY REFERENCES "clients" ("id") ON DELETE CASCADE,
    "secret_hash" text NOT NULL,
    "created_at" timestamptz NOT NULL
);

CREATE TABLE "signing_keys" (
    "only" boolean PRIMARY KEY CHECK ("only"),
    "private_key" bytea NOT NULL,
    "created_at" timestamptz NOT NULL
);

CREATE TABLE "refresh_tokens" (
    "token_hash" bytea PRIMARY KEY,
    "family" uuid NOT NULL,
    "client_id" uuid NOT NULL REFERENCES "clients" ("id") ON DELETE CASCADE,
    "used_at" timestamptz,
    "expires_at" timestamptz NOT NULL,
    "created_at" timestamptz NOT NULL
);
CREATE INDEX ON "refresh_tokens" ("family");
CREATE INDEX ON "refresh_tokens" ("client_id");
CREATE INDEX ON "refresh_tokens" ("expires_at");

-- +goose Down
DROP TABLE "refresh_tokens";
DROP TABLE "signing_keys";
DROP TABLE "credentials";
