package main

import (
	"fmt"
	"runtime"
)

type node struct {
	left, right *node
	data        [4]int
}

func tree(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{left: tree(depth - 1), right: tree(depth - 1)}
}

func (n *node) count() int {
	if n == nil {
		return 0
	}
	return 1 + n.left.count() + n.right.count()
}

func main() {
	kept := tree(8)
	total := 0
	for i := 0; i < 12; i++ {
		total += tree(9).count()
		_ = make([]byte, 100_000)
	}
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	fmt.Println(total, kept.count(), stats.NumGC > 0)
	collected := make(chan bool)
	runtime.SetFinalizer(tree(2), func(*node) { collected <- true })
	runtime.GC()
	fmt.Println(<-collected)
}
