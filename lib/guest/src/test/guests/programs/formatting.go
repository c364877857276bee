package main

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

type celsius float64

func (c celsius) String() string { return fmt.Sprintf("%.1f°C", float64(c)) }

func main() {
	fmt.Printf("%5d|%-5d|%05d|%x|%X|%o|%b|%c|%q|%U\n", 42, 42, 42, 3054, 3054, 8, 5, 'é', 'x', '⌘')
	fmt.Printf("%v %+v %#v %T\n", struct{ A, B any }{1, "x"}, struct{ A int }{2}, []string{"a"}, map[string]int{})
	fmt.Printf("%8.3f|%-8.2e|%g|%G|%t|%p\n", math.Pi, 12345.678, 1e21, 1e-7, true, nil)
	fmt.Println(celsius(36.6), []celsius{1, 2}, math.Inf(1), math.NaN(), -0.0, float32(0.1))
	for _, f := range []float64{0.1 + 0.2, 1.0 / 3, 5e-324, math.MaxFloat64, 123456789} {
		fmt.Print(strconv.FormatFloat(f, 'g', -1, 64), " ", math.Sqrt(f), " ", math.Sin(f), " ")
	}
	n, err := strconv.Atoi("12x")
	fmt.Println(n, err)
	f, err := strconv.ParseFloat("2.2250738585072014e-308", 64)
	fmt.Println(f, err)
	base := errors.New("base")
	fmt.Println(errors.Is(fmt.Errorf("wrapped: %w", base), base))
	var a, b int
	fmt.Sscanf("7 and 8", "%d and %d", &a, &b)
	fmt.Println(a+b, utf8.RuneCountInString("héllo"), strings.Map(func(r rune) rune { return r + 1 }, "HAL"))
}
