package tokens

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"testing"
)

func encoded(t *testing.T, key any) string {
	t.Helper()
	bytes, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: bytes}))
}

func TestAGivenKeyIsUsedAndItsNameIsItsThumbprint(t *testing.T) {
	// The example of https://www.rfc-editor.org/rfc/rfc8037#appendix-A
	seed := []byte{
		0x9d, 0x61, 0xb1, 0x9d, 0xef, 0xfd, 0x5a, 0x60, 0xba, 0x84, 0x4a, 0xf4, 0x92, 0xec, 0x2c, 0xc4,
		0x44, 0x49, 0xc5, 0x69, 0x7b, 0x32, 0x69, 0x19, 0x70, 0x3b, 0xac, 0x03, 0x1c, 0xae, 0x7f, 0x60,
	}
	given, err := ParseKey(encoded(t, ed25519.NewKeyFromSeed(seed)))
	if err != nil {
		t.Fatal(err)
	}
	published, err := NewKeys(nil, given).Published()
	if err != nil {
		t.Fatal(err)
	}
	if published[0].ID != "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k" || published[0].X != "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" {
		t.Errorf("got %+v", published)
	}
}

func TestAnotherKindOfKeyIsRefused(t *testing.T) {
	other, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "nonsense", encoded(t, other)} {
		if _, err := ParseKey(text); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}

func TestWithoutAKeyNothingIsPublished(t *testing.T) {
	if _, err := NewKeys(nil, nil).Published(); !errors.Is(err, ErrNoKey) {
		t.Fatalf("got %v", err)
	}
}
