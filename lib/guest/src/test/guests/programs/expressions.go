package main

import (
	"fmt"
	"regexp"
)

func main() {
	address := regexp.MustCompile(`(?i)([a-z0-9._]+)@([a-z]+\.(?:org|com))`)
	text := "Write to Some.One@example.org, two@EXAMPLE.com or nobody@nowhere."
	fmt.Println(address.FindAllString(text, -1))
	fmt.Println(address.ReplaceAllString(text, "<$2:$1>"))
	fmt.Println(address.FindAllStringSubmatchIndex(text, -1))
	fmt.Println(regexp.MustCompile(`^(\w+)\s+(?P<n>\d{2,4})$`).FindStringSubmatch("year  1999"))
	_, err := regexp.Compile(`a(b`)
	fmt.Println(err)
	fmt.Println(regexp.MustCompile(`[^\p{L}]+`).Split("früh, spät; immer", -1))
}
