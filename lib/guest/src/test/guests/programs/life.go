package main

import (
	"bytes"
	"fmt"
)

func main() {
	const size = 20
	grid := make([][]bool, size)
	for y := range grid {
		grid[y] = make([]bool, size)
	}
	for _, p := range [][2]int{{1, 2}, {2, 3}, {3, 1}, {3, 2}, {3, 3}, {10, 9}, {10, 10}, {10, 11}} {
		grid[p[0]][p[1]] = true
	}
	for generation := 0; generation < 25; generation++ {
		next := make([][]bool, size)
		for y := range next {
			next[y] = make([]bool, size)
			for x := range next[y] {
				around := 0
				for dy := -1; dy <= 1; dy++ {
					for dx := -1; dx <= 1; dx++ {
						if (dy != 0 || dx != 0) && grid[(y+dy+size)%size][(x+dx+size)%size] {
							around++
						}
					}
				}
				next[y][x] = around == 3 || around == 2 && grid[y][x]
			}
		}
		grid = next
	}
	for _, row := range grid {
		var line bytes.Buffer
		for _, alive := range row {
			line.WriteByte(" #"[map[bool]int{true: 1}[alive]])
		}
		fmt.Println(string(bytes.TrimRight(line.Bytes(), " ")))
	}
}
