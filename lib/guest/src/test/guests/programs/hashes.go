package main

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha3"
	"crypto/sha512"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

func main() {
	input, _ := io.ReadAll(os.Stdin)
	fmt.Printf("%x\n%x\n%x\n%x\n", md5.Sum(input), sha1.Sum(input), sha256.Sum256(input), sha512.Sum512(input))
	fmt.Printf("%x\n", sha3.Sum256(input))
	mac := hmac.New(sha256.New, []byte("key"))
	mac.Write(input)
	fmt.Printf("%x\n", mac.Sum(nil))
	block, _ := aes.NewCipher([]byte("0123456789abcdef"))
	gcm, _ := cipher.NewGCM(block)
	fmt.Printf("%x\n", gcm.Seal(nil, make([]byte, 12), input[:20], nil))
	hash := fnv.New64a()
	hash.Write(input)
	fmt.Println(hash.Sum64())
}
