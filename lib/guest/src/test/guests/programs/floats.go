package main

import (
	"fmt"
	"math"
	"math/cmplx"
	"math/rand"
)

func main() {
	const n = 12
	var a [n][n + 1]float64
	random := rand.New(rand.NewSource(1))
	for i := range a {
		for j := range a[i] {
			a[i][j] = random.NormFloat64()
		}
	}
	for i := 0; i < n; i++ {
		for k := i + 1; k < n; k++ {
			f := a[k][i] / a[i][i]
			for j := i; j <= n; j++ {
				a[k][j] -= f * a[i][j]
			}
		}
	}
	for i := n - 1; i >= 0; i-- {
		for j := i + 1; j < n; j++ {
			a[i][n] -= a[i][j] * a[j][n]
		}
		a[i][n] /= a[i][i]
		fmt.Print(a[i][n], " ")
	}
	fmt.Println()
	fmt.Println(math.Exp(1.5), math.Log(10), math.Pow(2.5, -3.25), math.Atan2(-1, 2), math.Cbrt(27), math.Hypot(3, 4))
	fmt.Println(cmplx.Sqrt(-2+1i), float32(math.E)/3, int64(-1e15*a[0][n]), uint32(math.Float32bits(-0.5)), random.Perm(8))
}
