# Every floating-point instruction: word floats(word digest, const word *operands, word *memory). Some there are only
# where registers have 64 bits.
# $16 digest, $17 operands left, $18 their end, $19 memory; $f12 and $f14 an operand pair, $f16 a third.
        .set noreorder
        .text
        .globl floats

        .macro fold register
        rotr $16,$16,27
        addu $16,$16,\register
        .endm

        .macro fold_single
        mfc1 $2,$f0
        fold $2
        .endm

        .macro fold_pair
        mfc1 $2,$f0
        fold $2
        mfhc1 $2,$f0
        fold $2
        .endm

        # Each of some instructions, with its operands; a single or word, or a pair of registers comes of it.
        .macro single operands, names:vararg
        .irp name,\names
        \name $f0,\operands
        fold_single
        .endr
        .endm

        .macro pair operands, names:vararg
        .irp name,\names
        \name $f0,\operands
        fold_pair
        .endr
        .endm

        # Each comparison, and what looks at it.
        .macro compare name
        \name $f12,$f14
        bc1t 1f
        addiu $20,$20,1
        addiu $20,$20,3
1:      \name $fcc3,$f14,$f12
        bc1fl $fcc3,1f
        addiu $20,$20,5
        addiu $20,$20,7
1:      fold $20
        .endm

        .macro compares names:vararg
        .irp name,\names
        compare \name
        .endr
        .endm

floats:
        addiu $sp,$sp,-32
        sw $16,0($sp)
        sw $17,4($sp)
        sw $18,8($sp)
        sw $19,12($sp)
        sw $20,16($sp)
        move $16,$4
        move $17,$5
        addiu $18,$5,6*16
        move $19,$6
        move $20,$0
next:
        lw $2,0($17)
        mtc1 $2,$f12
        lw $3,4($17)
        mthc1 $3,$f12
        lw $2,8($17)
        mtc1 $2,$f14
        lw $3,12($17)
        mthc1 $3,$f14
        mov.d $f16,$f14
        single "$f12,$f14",add.s,sub.s,mul.s,div.s
        pair "$f12,$f14",add.d,sub.d,mul.d,div.d
        single $f12,sqrt.s,abs.s,neg.s,recip.s,rsqrt.s,cvt.s.w
        pair $f14,sqrt.d,abs.d,neg.d,recip.d,rsqrt.d
        pair $f12,cvt.d.w,cvt.d.s
        single $f14,cvt.s.d,round.w.d,trunc.w.d,ceil.w.d,floor.w.d,cvt.w.d
        single $f12,round.w.s,trunc.w.s,ceil.w.s,floor.w.s,cvt.w.s
        compares c.f.s,c.un.s,c.eq.s,c.ueq.s,c.olt.s,c.ult.s,c.ole.s,c.ule.s
        compares c.sf.s,c.ngle.s,c.seq.s,c.ngl.s,c.lt.s,c.nge.s,c.le.s,c.ngt.s
        compares c.f.d,c.un.d,c.eq.d,c.ueq.d,c.olt.d,c.ult.d,c.ole.d,c.ule.d
        compares c.sf.d,c.ngle.d,c.seq.d,c.ngl.d,c.lt.d,c.nge.d,c.le.d,c.ngt.d
        bc1f 1f
        mult $2,$3
        mflo $2
        fold $2
1:      bc1tl $fcc3,1f
        mult $2,$3
        mflo $2
        fold $2
1:      movf $2,$3,$fcc3
        movt $2,$4,$fcc0
        fold $2
        movf.s $f0,$f12,$fcc3
        movt.s $f0,$f14,$fcc0
        movn.s $f0,$f12,$20
        movz.s $f0,$f14,$20
        fold_single
        movf.d $f0,$f12,$fcc0
        movt.d $f0,$f14,$fcc3
        movn.d $f0,$f12,$0
        movz.d $f0,$f14,$0
        fold_pair
        # exceptions that were noted, and the rounding that was asked for
        cfc1 $2,$31
        fold $2
        cfc1 $2,$25
        fold $2
        cfc1 $2,$26
        cfc1 $2,$28
        ctc1 $0,$25
        ctc1 $0,$26
        ctc1 $0,$31
        li $8,8
        mov.d $f2,$f12
        sdxc1 $f12,$8($19)
        swxc1 $f14,$0($19)
        ldxc1 $f0,$8($19)
        lwxc1 $f2,$0($19)
        fold_pair
        mfc1 $2,$f2
        fold $2
        prefx 0,$8($19)
        mfhc1 $2,$f12
        fold $2
        mthc1 $20,$f0
        fold_pair
#if __mips_fpr == 64
        single "$f16,$f12,$f14",madd.s,msub.s,nmadd.s,nmsub.s
        pair "$f16,$f12,$f14",madd.d,msub.d,nmadd.d,nmsub.d
        pair $f12,round.l.s,trunc.l.s,ceil.l.s,floor.l.s,cvt.l.s
        pair $f14,round.l.d,trunc.l.d,ceil.l.d,floor.l.d,cvt.l.d
        single $f12,cvt.s.l
        pair $f12,cvt.d.l
        li $8,13
        suxc1 $f12,$8($19)
        luxc1 $f0,$8($19)
        fold_pair
#endif
        addiu $17,$17,16
        bne $17,$18,next
        nop
        ctc1 $0,$31
        move $2,$16
        lw $16,0($sp)
        lw $17,4($sp)
        lw $18,8($sp)
        lw $19,12($sp)
        lw $20,16($sp)
        jr $31
        addiu $sp,$sp,32
