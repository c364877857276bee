package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

type key struct {
	a int
	b string
}

func main() {
	counts := map[string]int{}
	for _, word := range strings.Fields(strings.Repeat("the cat and the dog and the bird ", 20)) {
		counts[word]++
	}
	fmt.Println(counts)
	big := map[key]int64{}
	for i := 0; i < 2000; i++ {
		big[key{i % 500, fmt.Sprint(i % 7)}] += int64(i) << 20
	}
	sum := int64(0)
	for k, v := range big {
		sum += v * int64(k.a+1)
	}
	fmt.Println(len(big), sum)
	for k := range big {
		if k.a%2 == 0 {
			delete(big, k)
		}
	}
	fmt.Println(len(big), big[key{1, "1"}], big[key{2, "2"}])
	fmt.Println(slices.Sorted(maps.Keys(counts)))
}
