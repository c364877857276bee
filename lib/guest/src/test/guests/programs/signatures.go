package main

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/sha256"
	"fmt"
	"math/big"
)

func main() {
	private := ed25519.NewKeyFromSeed([]byte("a seed that has thirty-two bytes"))
	signature := ed25519.Sign(private, []byte("message"))
	fmt.Printf("%x\n", signature)
	public := private.Public().(ed25519.PublicKey)
	fmt.Println(ed25519.Verify(public, []byte("message"), signature), ed25519.Verify(public, []byte("massage"), signature))
	// From RFC 6979, A.2.5: P-256 with SHA-256.
	number := func(hex string) *big.Int { n, _ := new(big.Int).SetString(hex, 16); return n }
	key := ecdsa.PublicKey{
		Curve: elliptic.P256(),
		X:     number("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"),
		Y:     number("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299"),
	}
	r := number("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716")
	s := number("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8")
	digest := sha256.Sum256([]byte("sample"))
	fmt.Println(ecdsa.Verify(&key, digest[:], r, s))
	digest[0] ^= 1
	fmt.Println(ecdsa.Verify(&key, digest[:], r, s))
}
