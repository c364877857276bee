package main

import (
	"fmt"
	"strings"
	"text/scanner"
)

// A recursive descent parser that compiles to closures.
type parser struct{ s scanner.Scanner }

type value func(x int) int

func (p *parser) factor() value {
	switch token := p.s.Scan(); token {
	case '(':
		inner := p.sum()
		p.s.Scan()
		return inner
	case '-':
		inner := p.factor()
		return func(x int) int { return -inner(x) }
	case scanner.Ident:
		return func(x int) int { return x }
	default:
		n := 0
		fmt.Sscan(p.s.TokenText(), &n)
		return func(int) int { return n }
	}
}

func (p *parser) product() value {
	left := p.factor()
	for p.s.Peek() == '*' || p.s.Peek() == '%' {
		operator, a, b := p.s.Scan(), left, p.factor()
		left = func(x int) int {
			if operator == '*' {
				return a(x) * b(x)
			}
			return a(x) % b(x)
		}
	}
	return left
}

func (p *parser) sum() value {
	left := p.product()
	for p.s.Peek() == '+' {
		p.s.Scan()
		a, b := left, p.product()
		left = func(x int) int { return a(x) + b(x) }
	}
	return left
}

func main() {
	for _, source := range []string{"x*x+3*x+1", "-(x+2)*(x+3)%7", "1+2*3+(4+5)*x*x*x"} {
		p := parser{}
		p.s.Init(strings.NewReader(source))
		f := p.sum()
		for x := -3; x <= 12; x += 5 {
			fmt.Print(f(x), " ")
		}
		fmt.Println(source)
	}
}
