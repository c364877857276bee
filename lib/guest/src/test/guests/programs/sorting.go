package main

import (
	"cmp"
	"container/heap"
	"fmt"
	"slices"
	"sort"
	"strings"
)

type queue []int

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i] < q[j] }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)        { *q = append(*q, x.(int)) }
func (q *queue) Pop() any          { n := len(*q) - 1; x := (*q)[n]; *q = (*q)[:n]; return x }

type pair[K cmp.Ordered, V any] struct {
	key   K
	value V
}

func top[K cmp.Ordered, V any](pairs []pair[K, V]) pair[K, V] {
	return slices.MaxFunc(pairs, func(a, b pair[K, V]) int { return cmp.Compare(a.key, b.key) })
}

func main() {
	numbers := make([]int, 1000)
	state := uint32(1)
	for i := range numbers {
		state = state*1664525 + 1013904223
		numbers[i] = int(state >> 12)
	}
	q := queue(slices.Clone(numbers))
	heap.Init(&q)
	fmt.Println(heap.Pop(&q), heap.Pop(&q), heap.Pop(&q))
	sort.Ints(numbers)
	fmt.Println(numbers[:5], sort.SearchInts(numbers, 500000))
	words := strings.Fields("zeta Alpha beta gamma Delta")
	sort.Slice(words, func(i, j int) bool { return strings.ToLower(words[i]) < strings.ToLower(words[j]) })
	fmt.Println(words, top([]pair[string, float64]{{"a", 1}, {"c", 2.5}, {"b", 3}}))
}
