package dev.provelet.guest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Words and their meaning, as binutils' assembler for mips32r2 pairs them. */
class DecoderTest {
  private static final int ADDRESS = 0x400100;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00641020 | add $v0,$v1,$a0",
        "00641021 | addu $v0,$v1,$a0",
        "00641022 | sub $v0,$v1,$a0",
        "00641023 | subu $v0,$v1,$a0",
        "00641024 | and $v0,$v1,$a0",
        "00641025 | or $v0,$v1,$a0",
        "00641026 | xor $v0,$v1,$a0",
        "00641027 | nor $v0,$v1,$a0",
        "0064102a | slt $v0,$v1,$a0",
        "0064102b | sltu $v0,$v1,$a0",
        "2062fffb | addi $v0,$v1,-5",
        "2462fffb | addiu $v0,$v1,-5",
        "2862fffb | slti $v0,$v1,-5",
        "2c62fffb | sltiu $v0,$v1,-5",
        "3062fffb | andi $v0,$v1,65531",
        "3462fffb | ori $v0,$v1,65531",
        "3862fffb | xori $v0,$v1,65531",
        "3c02abcd | lui $v0,0xabcd",
        "000311c0 | sll $v0,$v1,7",
        "000311c2 | srl $v0,$v1,7",
        "000311c3 | sra $v0,$v1,7",
        "002311c2 | rotr $v0,$v1,7",
        "00831004 | sllv $v0,$v1,$a0",
        "00831006 | srlv $v0,$v1,$a0",
        "00831007 | srav $v0,$v1,$a0",
        "00831046 | rotrv $v0,$v1,$a0",
        "00640018 | mult $v1,$a0",
        "00640019 | multu $v1,$a0",
        "0064001a | div $v1,$a0",
        "0064001b | divu $v1,$a0",
        "70640000 | madd $v1,$a0",
        "70640001 | maddu $v1,$a0",
        "70640004 | msub $v1,$a0",
        "70640005 | msubu $v1,$a0",
        "70641002 | mul $v0,$v1,$a0",
        "00001010 | mfhi $v0",
        "00400011 | mthi $v0",
        "00001012 | mflo $v0",
        "00400013 | mtlo $v0",
        "0064100a | movz $v0,$v1,$a0",
        "0064100b | movn $v0,$v1,$a0",
        "70621020 | clz $v0,$v1",
        "70621021 | clo $v0,$v1",
        "7c624940 | ext $v0,$v1,5,10",
        "7c627144 | ins $v0,$v1,5,10",
        "7c031420 | seb $v0,$v1",
        "7c031620 | seh $v0,$v1",
        "7c0310a0 | wsbh $v0,$v1",
        "8062fff8 | lb $v0,-8($v1)",
        "8462fff8 | lh $v0,-8($v1)",
        "8c62fff8 | lw $v0,-8($v1)",
        "9062fff8 | lbu $v0,-8($v1)",
        "9462fff8 | lhu $v0,-8($v1)",
        "c062fff8 | ll $v0,-8($v1)",
        "a062fff8 | sb $v0,-8($v1)",
        "a462fff8 | sh $v0,-8($v1)",
        "ac62fff8 | sw $v0,-8($v1)",
        "e062fff8 | sc $v0,-8($v1)",
        "8862fff8 | lwl $v0,-8($v1)",
        "9862fff8 | lwr $v0,-8($v1)",
        "a862fff8 | swl $v0,-8($v1)",
        "b862fff8 | swr $v0,-8($v1)",
        "08100050 | j 0x00400140",
        "0c100050 | jal 0x00400140",
        "03e00008 | jr $ra",
        "0060f809 | jalr $ra,$v1",
        "00601409 | jalr $v0,$v1",
        "10430003 | beq $v0,$v1,0x00400110",
        "1443fffe | bne $v0,$v1,0x004000fc",
        "18400003 | blez $v0,$zero,0x00400110",
        "1c400003 | bgtz $v0,$zero,0x00400110",
        "04400003 | bltz $v0,$zero,0x00400110",
        "04410003 | bgez $v0,$zero,0x00400110",
        "04500003 | bltzal $v0,$zero,0x00400110",
        "04510003 | bgezal $v0,$zero,0x00400110",
        "50430003 | beql $v0,$v1,0x00400110",
        "54430003 | bnel $v0,$v1,0x00400110",
        "58400003 | blezl $v0,$zero,0x00400110",
        "5c400003 | bgtzl $v0,$zero,0x00400110",
        "04420003 | bltzl $v0,$zero,0x00400110",
        "04430003 | bgezl $v0,$zero,0x00400110",
        "04520003 | bltzall $v0,$zero,0x00400110",
        "04530003 | bgezall $v0,$zero,0x00400110",
        "004301f4 | teq $v0,$v1",
        "00430036 | tne $v0,$v1",
        "00430030 | tge $v0,$v1",
        "00430031 | tgeu $v0,$v1",
        "00430032 | tlt $v0,$v1",
        "00430033 | tltu $v0,$v1",
        "044c0007 | teqi $v0,7",
        "044e0007 | tnei $v0,7",
        "0448fff9 | tgei $v0,-7",
        "0449fff9 | tgeiu $v0,-7",
        "044afff9 | tlti $v0,-7",
        "044bfff9 | tltiu $v0,-7",
        "0007000d | break 7168",
        "0000000c | syscall",
        "7c03e83b | rdhwr $v1,$29",
        "0000000f | sync",
        "041f0000 | synci",
        "cc600008 | pref",
        "44021000 | mfc1 $v0,$f2",
        "44821000 | mtc1 $v0,$f2",
        "4442f800 | cfc1 $v0,$31",
        "44c2f800 | ctc1 $v0,$31",
        "c462fff8 | lwc1 $f2,-8($v1)",
        "d462fff8 | ldc1 $f2,-8($v1)",
        "e462fff8 | swc1 $f2,-8($v1)",
        "f462fff8 | sdc1 $f2,-8($v1)",
        "46001086 | mov.s $f2,$f2",
        "46202086 | mov.d $f2,$f4",
        "44621000 | mfhc1 $v0,$f2",
        "44e21000 | mthc1 $v0,$f2",
        "46241000 | add.d $f0,$f2,$f4",
        "46041001 | sub.s $f0,$f2,$f4",
        "46241002 | mul.d $f0,$f2,$f4",
        "46041003 | div.s $f0,$f2,$f4",
        "46201004 | sqrt.d $f0,$f2",
        "46001005 | abs.s $f0,$f2",
        "46201007 | neg.d $f0,$f2",
        "46201015 | recip.d $f0,$f2",
        "46001016 | rsqrt.s $f0,$f2",
        "46801020 | cvt.s.w $f0,$f2",
        "46801021 | cvt.d.w $f0,$f2",
        "46a01021 | cvt.d.l $f0,$f2",
        "46001021 | cvt.d.s $f0,$f2",
        "46201020 | cvt.s.d $f0,$f2",
        "46201024 | cvt.w.d $f0,$f2",
        "46001025 | cvt.l.s $f0,$f2",
        "4620100d | trunc.w.d $f0,$f2",
        "4600100c | round.w.s $f0,$f2",
        "4620100a | ceil.l.d $f0,$f2",
        "4600100f | floor.w.s $f0,$f2",
        "4624103c | c.lt.d $f2,$f4",
        "46041132 | c.eq.s $fcc1,$f2,$f4",
        "46201011 | movf.d $f0,$f2,$fcc0",
        "46091011 | movt.s $f0,$f2,$fcc2",
        "46231012 | movz.d $f0,$f2,$v1",
        "46031013 | movn.s $f0,$f2,$v1",
        "00411001 | movt $v0,$v0,$fcc0",
        "00641001 | movf $v0,$v1,$fcc1",
        "45000003 | bc1f 0x00400110",
        "45010003 | bc1t 0x00400110",
        "45060003 | bc1fl $fcc1,0x00400110",
        "451f0003 | bc1tl $fcc7,0x00400110",
        "4cc41021 | madd.d $f0,$f6,$f2,$f4",
        "4cc41028 | msub.s $f0,$f6,$f2,$f4",
        "4cc41031 | nmadd.d $f0,$f6,$f2,$f4",
        "4cc41038 | nmsub.s $f0,$f6,$f2,$f4",
        "4c430100 | lwxc1 $f4,$v1($v0)",
        "4c430101 | ldxc1 $f4,$v1($v0)",
        "4c430105 | luxc1 $f4,$v1($v0)",
        "4c432008 | swxc1 $f4,$v1($v0)",
        "4c432009 | sdxc1 $f4,$v1($v0)",
        "4c43200d | suxc1 $f4,$v1($v0)",
        "4c43000f | prefx",
      })
  void words_are_decoded(String hex, String text) {
    int word = Integer.parseUnsignedInt(hex, 16);

    assertThat(Disassembly.of(Decoder.decode(word, ADDRESS))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0000003f", "00000005", "00641060", "00641061", "004311c2", "00831086", "00430418",
        "70641042", "706410a0", "7c6244c4", "7c62ffc0", "7c0312e0", "7c231420", "7c23e83b",
        "3c22abcd", "18410003", "5c410003", "44021001", "04440003", "00410008", "0001f809",
        "ffffffff", "48000000", "42000018", "6c000000", "d8000000", "bc600008"
      })
  void what_has_no_meaning_is_unknown(String hex) {
    int word = Integer.parseUnsignedInt(hex, 16);

    assertThat(Decoder.decode(word, ADDRESS)).isEqualTo(new Instruction.Unknown(word));
  }

  @Test
  void every_word_is_something_with_a_text() {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      assertThat(Disassembly.of(Decoder.decode(random.nextInt(), ADDRESS))).isNotEmpty();
    }
  }
}
