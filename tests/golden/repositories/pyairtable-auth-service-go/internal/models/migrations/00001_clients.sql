-- +goose Up
CREATE TABLE "clients" (
    "id" uuid PRIMARY KEY,
    "name" varchar(200) NOT NULL CHECK ("name" <> ''),
    "redirect_url" varchar(200) NOT NULL CHECK ("redirect_url" <> ''),
    "active" boolean NOT NULL,
    "created_at" timestamptz NOT NULL,
    "updated_at" timestamptz NOT NULL
);

-- +goose Down
DROP TABLE "clients";
