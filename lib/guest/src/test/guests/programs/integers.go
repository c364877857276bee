package main

import (
	"fmt"
	"math/big"
	"math/bits"
)

func main() {
	f := big.NewInt(1)
	for n := int64(2); n <= 120; n++ {
		f.Mul(f, big.NewInt(n))
	}
	fmt.Println(f)
	m := new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 127), big.NewInt(1))
	fmt.Println(m.ProbablyPrime(5), new(big.Int).Exp(big.NewInt(3), f, m))
	fmt.Println(new(big.Int).ModInverse(big.NewInt(12345), m), new(big.Int).Sqrt(f))
	fmt.Println(new(big.Int).GCD(nil, nil, f, m), big.NewRat(355, 113).FloatString(30))
	hi, lo := bits.Mul64(0xfedcba9876543210, 0x123456789abcdef)
	q, r := bits.Div64(hi, lo, 0xffffffffffff0001)
	fmt.Printf("%x %x %x %x %d %d\n", hi, lo, q, r, bits.OnesCount64(lo), bits.LeadingZeros32(77))
	for _, x := range []int64{-9223372036854775808, -7, 9, 1 << 40} {
		for _, y := range []int64{-3, 1, 1 << 33} {
			fmt.Print(x/y, " ", x%y, " ", x*y, " ", x>>3, " ", uint64(x)/uint64(y), ";")
		}
	}
	fmt.Println()
}
