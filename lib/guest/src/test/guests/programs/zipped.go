package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"hash/adler32"
	"hash/crc32"
	"io"
)

func main() {
	var text bytes.Buffer
	for i := 0; i < 200; i++ {
		fmt.Fprintf(&text, "line %d of a text that repeats itself, %x\n", i, i*i)
	}
	var packed bytes.Buffer
	writer, _ := gzip.NewWriterLevel(&packed, 6)
	writer.Write(text.Bytes())
	writer.Close()
	reader, err := gzip.NewReader(bytes.NewReader(packed.Bytes()))
	if err != nil {
		panic(err)
	}
	again, err := io.ReadAll(reader)
	fmt.Println(packed.Len(), len(again), bytes.Equal(again, text.Bytes()), err)
	fmt.Printf("%08x %08x\n", crc32.ChecksumIEEE(again), adler32.Checksum(again))
	fmt.Printf("%x\n", packed.Bytes()[:40])
	packed.Bytes()[60] ^= 1
	reader, _ = gzip.NewReader(&packed)
	_, err = io.ReadAll(reader)
	fmt.Println(err != nil)
}
