// Goroutines that talk through the operating system's pipes.
package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"syscall"
)

func count(from io.Reader) (lines int, sum uint32) {
	in := bufio.NewScanner(from)
	for in.Scan() {
		lines++
		for _, b := range in.Bytes() {
			sum = sum*31 + uint32(b)
		}
	}
	return
}

func main() {
	in, out, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	var done sync.WaitGroup
	for i := range 4 {
		done.Add(1)
		go func() {
			defer done.Done()
			for j := range 500 {
				if _, err := fmt.Fprintf(out, "%s\n", strings.Repeat(string(rune('a'+i)), j%100)); err != nil {
					panic(err)
				}
			}
		}()
	}
	go func() {
		done.Wait()
		out.Close()
	}()
	lines, _ := count(in)
	fmt.Println(lines, "lines")

	in, out, _ = os.Pipe()
	go func() {
		large := strings.Repeat("0123456789\n", 30000)
		n, err := io.WriteString(out, large)
		if n != len(large) || err != nil {
			panic(err)
		}
		out.Close()
	}()
	fmt.Println(count(in))
	in.Close()

	in, out, _ = os.Pipe()
	kept, _ := syscall.Dup(1)
	syscall.Dup3(int(out.Fd()), 1, 0)
	fmt.Print("captured")
	syscall.Dup3(kept, 1, 0)
	out.Close()
	all, err := io.ReadAll(in)
	fmt.Printf("%q %v\n", all, err)
	in.Close()

	in, out, _ = os.Pipe()
	in.Close()
	_, err = out.Write([]byte("x"))
	fmt.Println(err, errors.Is(err, syscall.EPIPE))
	out.Close()
	_, err = out.Write(nil)
	fmt.Println(err)
	os.Exit(7)
}
