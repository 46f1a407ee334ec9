using MaskedNorm.Generator.Tests.Infrastructure;
using Xunit;

namespace MaskedNorm.Generator.Tests.Diagnostics;

public class ParameterMistakes
{
    [Theory]
    [InlineData("Span<float> output", "Method 'M' has no input; add 'ReadOnlySpan<float> input'")]
    [InlineData("Span<double> y", "Method 'M' has no input; add 'ReadOnlySpan<double> input'")]
    [InlineData("ReadOnlySpan<Half> x", "Method 'M' has no output; add 'Span<Half> output'")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, Span<float> mean", "Method 'M' has no variance; add 'Span<float> variance'")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, ReadOnlySpan<float> variance", "Method 'M' has no mean; add 'ReadOnlySpan<float> mean'")]
    public void A_needed_parameter_that_is_missing_is_named_with_its_type(string parameters, string message) =>
        Forward("MN0301", "Axes = \"L\"", parameters, message, "[|M|]");

    [Fact]
    public void Missing_tensors_are_proposed_as_tensor_spans_where_tensors_are() =>
        Expect.InClass(
            "MN0301",
            "[MaskedNorm(\"N L\", Axes = \"L\")] public static partial void [|M|](ReadOnlyTensorSpan<double> input);",
            "Method 'M' has no output; add 'TensorSpan<double> output'");

    [Fact]
    public void Moments_need_an_input_and_moments()
    {
        Moments("MN0301", "ReadOnlySpan<float> input", "Method 'M' has no moments; add 'Span<Moments> moments'", "[|M|]");
        Moments("MN0301", "Span<Moments> moments", "Method 'M' has no input; add 'ReadOnlySpan<float> input'", "[|M|]");
    }

    [Theory]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, ReadOnlySpan<bool> [|masks|]", "'masks' is no parameter of [MaskedNorm]; did you mean 'mask'?")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, Span<float> [|menu|]", "'menu' is no parameter of [MaskedNorm]; did you mean 'mean'?")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, string [|log|]", "'log' is no parameter of [MaskedNorm]; write one of mean, variance, running, moments, or remove it")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, Span<float> [|inputs|]", "'inputs' is no parameter of [MaskedNorm]; write one of mean, variance, running, moments, or remove it")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, [|__arglist|]", "'__arglist' is no parameter of [MaskedNorm]; remove it")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, int [|N|]", "'N' is no parameter of [MaskedNorm]; remove it: the layout has no axis 'N'", "A=4 L=8")]
    public void An_unknown_parameter_is_told_the_nearest_name(string parameters, string message, string layout = "N=4 L=8") =>
        Expect.InClass("MN0302", $"[MaskedNorm(\"{layout}\", Axes = \"L\")] public static partial void M({parameters});", message);

    [Theory]
    [InlineData("N Fq", "Fq", "int N, int [|F|]", "'F' is no parameter of [MaskedNorm]; did you mean 'Fq'?")]
    [InlineData("N Fq=8", "Fq", "int N, int [|F|]", "'F' is no parameter of [MaskedNorm]; remove it: the layout has no axis 'F'")]
    [InlineData("N L C", "C", "int N, int [|elephants|]", "'elephants' is no parameter of [MaskedNorm]; write one of L, C, or remove it: the layout has no axis 'elephants'")]
    [InlineData("N C H W", "W", "int N, int C, int H, int W, int [|X|]", "'X' is no parameter of [MaskedNorm]; remove it: the layout has no axis 'X'")]
    public void An_unknown_extent_is_told_an_axis_that_has_none_yet(string layout, string axes, string extents, string message)
    {
        string marked = Marked.InClass($"[MaskedNorm(\"{layout}\", Axes = \"{axes}\")] public static partial void M({extents}, ReadOnlySpan<float> input, Span<float> output);");
        (string source, System.Collections.Generic.List<Microsoft.CodeAnalysis.Text.TextSpan> spans) = Marked.Parse(marked);
        Microsoft.CodeAnalysis.Diagnostic mistake = Assert.Single(Compiler.Run(Compiler.Compile(source)).GetRunResult().Diagnostics, diagnostic => diagnostic.Id != "MN0316");

        Assert.Equal("MN0302", mistake.Id);
        Assert.Equal(spans[0], mistake.Location.SourceSpan);
        Assert.Equal(message, mistake.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("N=4 L=8", "", "ReadOnlySpan<float> [|inputs|], Span<float> output", "input")]
    [InlineData("N=4 L=8", "", "ReadOnlySpan<float> input, Span<float> [|outputs|]", "output")]
    [InlineData("N=4 L=8", "", "ReadOnlySpan<float> [|data|], Span<float> output", "input")]
    [InlineData("N=4 L=8", "", "ReadOnlySpan<float> input, Span<float> [|result|]", "output")]
    [InlineData("N=4 L=8", ", Mask = \"N L\"", "ReadOnlySpan<float> input, ReadOnlySpan<bool> [|valid|], Span<float> output", "mask")]
    [InlineData("N=4 L=8", ", Affine = true", "ReadOnlySpan<float> input, ReadOnlySpan<float> [|scale|], ReadOnlySpan<float> bias, Span<float> output", "weight")]
    [InlineData("N=4 L=8", ", Affine = true", "ReadOnlySpan<float> input, ReadOnlySpan<float> weight, ReadOnlySpan<float> [|shift|], Span<float> output", "bias")]
    [InlineData("N=4 L=8", ", Mask = \"N L\"", "ReadOnlySpan<float> input, ReadOnlySpan<bool> [|masks|], Span<float> output", "mask")]
    [InlineData("N=4 L=8", ", Affine = true", "ReadOnlySpan<float> input, ReadOnlySpan<float> [|weights|], Span<float> output", "weight")]
    [InlineData("N=4 L=8", "", "ReadOnlySpan<float> input, Span<float> output, Span<float> mean, Span<float> [|varianse|]", "variance")]
    [InlineData("N L=8", "", "ReadOnlySpan<float> input, Span<float> output, int [|N1|]", "N")]
    public void What_has_the_wrong_name_is_not_missing(string layout, string options, string parameters, string nearest)
    {
        string unknown = parameters.Split('|')[1];
        Expect.InClass(
            "MN0302",
            $"[MaskedNorm(\"{layout}\", Axes = \"L\"{options})] public static partial void M({parameters});",
            $"'{unknown}' is no parameter of [MaskedNorm]; did you mean '{nearest}'?");
    }

    [Fact]
    public void A_gradient_of_the_wrong_name_is_not_missing() =>
        Expect.InClass(
            "MN0302",
            "[MaskedNorm(\"N=4 L=8\", Axes = \"L\", Affine = true)] public static partial void F(ReadOnlySpan<float> input, ReadOnlySpan<float> weight, Span<float> output);"
            + "[MaskedNormBackward(nameof(F))] public static partial void M(ReadOnlySpan<float> [|gradOutputs|], ReadOnlySpan<float> input, ReadOnlySpan<float> [|weights|], Span<float> [|gradInputs|]);",
            "'gradOutputs' is no parameter of [MaskedNormBackward]; did you mean 'gradOutput'?");

    [Fact]
    public void No_name_is_suggested_twice() =>
        Expect.InClass(
            "MN0302",
            "[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void M(Span<float> input, ReadOnlySpan<float> [|means|], ReadOnlySpan<float> [|meant|]);",
            "'means' is no parameter of [MaskedNorm]; did you mean 'mean'?");

    [Theory]
    [InlineData("[|float[]|] input, Span<float> output", "Parameter 'input' cannot be 'float[]'; write 'ReadOnlySpan<float> input' or a tensor span; its elements can be float, double, Half, BFloat16, Float8E4M3 or Float8E5M2")]
    [InlineData("[|int|] input, Span<float> output", "Parameter 'input' cannot be 'int'; write 'ReadOnlySpan<float> input' or a tensor span; its elements can be float, double, Half, BFloat16, Float8E4M3 or Float8E5M2")]
    [InlineData("[|ReadOnlySpan<decimal>|] input, Span<float> output", "Parameter 'input' cannot be 'ReadOnlySpan<decimal>'; write 'ReadOnlySpan<float> input'; its elements can be float, double, Half, BFloat16, Float8E4M3 or Float8E5M2")]
    [InlineData("[|Memory<float>|] input, Span<float> output", "Parameter 'input' cannot be 'Memory<float>'; write 'ReadOnlySpan<float> input' or a tensor span; its elements can be float, double, Half, BFloat16, Float8E4M3 or Float8E5M2")]
    [InlineData("[|Span<double>|] input, Span<float> output", "Parameter 'input' cannot be 'Span<double>'; write 'ReadOnlySpan<double> input': it is only read, because there is an output")]
    [InlineData("ReadOnlySpan<float> input, [|ReadOnlySpan<double>|] output", "Parameter 'output' cannot be 'ReadOnlySpan<double>'; write 'Span<double> output': it is written")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, [|RunningStatistics<int>|] running", "Parameter 'running' cannot be 'RunningStatistics<int>'; write 'RunningStatistics<float> running'; its elements can be float, double, Half or BFloat16")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, [|Span<double>|] running", "Parameter 'running' cannot be 'Span<double>'; write 'RunningStatistics<double> running'")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, [|Span<float>|] moments", "Parameter 'moments' cannot be 'Span<float>'; write 'Span<Moments> moments'; its elements can be Moments")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, [|ReadOnlySpan<Moments>|] moments", "Parameter 'moments' cannot be 'ReadOnlySpan<Moments>'; write 'Span<Moments> moments': it is written")]
    public void A_parameter_of_a_wrong_type_is_told_the_right_one(string parameters, string message) =>
        Forward("MN0303", "Axes = \"L\"", parameters, message);

    [Theory]
    [InlineData("struct Span<T>", "ReadOnlySpan<float> input, [|Span<float>|] output", "Parameter 'output' cannot be 'Foo.Span<float>'; write 'System.Span<float> output' or a tensor span; its elements can be float, double, System.Half, MaskedNorm.BFloat16, MaskedNorm.Float8E4M3 or MaskedNorm.Float8E5M2")]
    [InlineData("struct BFloat16", "[|ReadOnlySpan<BFloat16>|] input, Span<float> output", "Parameter 'input' cannot be 'System.ReadOnlySpan<Foo.BFloat16>'; write 'System.ReadOnlySpan<float> input'; its elements can be float, double, System.Half, MaskedNorm.BFloat16, MaskedNorm.Float8E4M3 or MaskedNorm.Float8E5M2")]
    public void A_type_of_the_same_name_is_told_apart(string type, string parameters, string message) =>
        Expect.Only(
            "MN0303",
            $"using System; using MaskedNorm; namespace Foo {{ public {type} {{ }} public static partial class Kernels {{ [MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void M({parameters}); }} }}",
            message);

    [Theory]
    [InlineData("[|ReadOnlySpan<float>|] mask", "Parameter 'mask' cannot be 'ReadOnlySpan<float>'; write 'ReadOnlySpan<bool> mask'; its elements can be bool, byte, int or long")]
    [InlineData("[|Span<byte>|] mask", "Parameter 'mask' cannot be 'Span<byte>'; write 'ReadOnlySpan<byte> mask': it is only read")]
    [InlineData("[|bool[]|] mask", "Parameter 'mask' cannot be 'bool[]'; write 'ReadOnlySpan<bool> mask' or a tensor span; its elements can be bool, byte, int or long")]
    [InlineData("[|ReadOnlySpan<bool>|] lengths", "Parameter 'lengths' cannot be 'ReadOnlySpan<bool>'; write 'ReadOnlySpan<int> lengths'; its elements can be int or long")]
    public void A_mask_of_a_wrong_type_is_told_the_right_one(string mask, string message) =>
        Forward("MN0303", "Axes = \"L\", Mask = \"N L\"", "ReadOnlySpan<float> input, Span<float> output, " + mask, message);

    [Theory]
    [InlineData("ReadOnlySpan<float> input, ReadOnlySpan<float> [|x|], Span<float> output", "'input' and 'x' are both the input; remove one of them")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, Span<float> [|Output|]", "'output' and 'Output' are both the output; remove one of them")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, int [|n|]", "'N' and 'n' are both the extent of axis 'N'; remove one of them")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, nint [|y|]", "'output' and 'y' are both the output; remove one of them")]
    [InlineData("ReadOnlySpan<float> input, float[] [|y|], Span<float> output", "'output' and 'y' are both the output; remove one of them")]
    [InlineData("ReadOnlySpan<float> input, ReadOnlySpan<string> [|x|], Span<float> output", "'input' and 'x' are both the input; remove one of them")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, nint [|n|]", "'N' and 'n' are both the extent of axis 'N'; remove one of them")]
    public void A_role_is_given_once(string parameters, string message) =>
        Forward("MN0304", "Axes = \"L\"", parameters, message, "M", "int N, int L, ");

    [Theory]
    [InlineData("[|ref|] ReadOnlySpan<float> input, Span<float> output", "Parameter 'input' is passed by 'ref'; pass it by value: a span refers to its memory already")]
    [InlineData("ReadOnlySpan<float> input, [|out|] Span<float> output", "Parameter 'output' is passed by 'out'; pass it by value: a span refers to its memory already")]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, [|ref|] RunningStatistics<float> running", "Parameter 'running' is passed by 'ref'; pass it by value: what it refers to is updated")]
    [InlineData("ReadOnlySpan<float> input, scoped [|ref|] Span<float> output", "Parameter 'output' is passed by 'ref'; pass it by value: a span refers to its memory already")]
    public void Parameters_are_passed_by_value(string parameters, string message) =>
        Forward("MN0305", "Axes = \"L\"", parameters, message);

    [Fact]
    public void How_a_parameter_without_a_role_is_passed_does_not_matter() =>
        Expect.InClass(
            "MN0302",
            "[MaskedNorm(\"N=4 L=8\", Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output, ref int [|z|], out nint [|yy|]);",
            "'z' is no parameter of [MaskedNorm]; remove it: the layout has no axis 'z'");

    [Fact]
    public void An_extent_is_passed_by_value() =>
        Expect.InClass(
            "MN0305",
            "[MaskedNorm(\"N L\", Axes = \"L\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output, [|ref|] int N, int L);",
            "Parameter 'N' is passed by 'ref'; pass it by value: an extent is only read");

    [Fact]
    public void Elements_must_not_be_generic() =>
        Expect.InClass(
            "MN0306",
            "[MaskedNorm(\"N L\", Axes = \"L\")] public static partial void M<T>([|ReadOnlySpan<T>|] input, [|Span<T>|] output, int N, int L);",
            "The element type of 'input' is the type parameter 'T'; write one method for each element type: its elements can be float, double, Half, BFloat16, Float8E4M3 or Float8E5M2");

    [Theory]
    [InlineData("MN0307", "Axes = \"L\"", "ReadOnlySpan<float> input, ReadOnlySpan<bool> [|mask|], Span<float> output", "'mask' is given, but the declaration has no mask; write the axes it spans, for example Mask = \"L\", or remove 'mask'")]
    [InlineData("MN0307", "Axes = \"L\"", "ReadOnlySpan<float> input, ReadOnlySpan<int> [|lengths|], Span<float> output", "'lengths' is given, but the declaration has no mask; write the axes it spans, for example Mask = \"L\", or remove 'lengths'")]
    [InlineData("MN0308", "Axes = \"L\", Mask = [|\"N L\"|]", "ReadOnlySpan<float> input, Span<float> output", "The declaration has a mask, but method 'M' has none; add 'ReadOnlySpan<bool> mask' or 'ReadOnlySpan<int> lengths', or remove Mask")]
    [InlineData("MN0309", "Axes = \"L\", Mask = \"N L\"", "ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, ReadOnlySpan<int> [|lengths|], Span<float> output", "'mask' and 'lengths' both say what is valid; remove one of them")]
    public void Mask_and_its_parameter_belong_together(string id, string options, string parameters, string message) =>
        Forward(id, options, parameters, message);

    [Theory]
    [InlineData("MN0310", "Axes = \"L\"", "ReadOnlySpan<float> input, ReadOnlySpan<float> [|weight|], ReadOnlySpan<float> [|bias|], Span<float> output", "'weight' is given, but the declaration is not affine; write Affine = true, or remove 'weight'")]
    [InlineData("MN0310", "Axes = \"L\"", "ReadOnlySpan<float> input, ReadOnlySpan<float> [|beta|], Span<float> output", "'beta' is given, but the declaration is not affine; write Affine = true, or remove 'beta'")]
    [InlineData("MN0311", "Axes = \"L\", [|Affine = true|]", "ReadOnlySpan<float> input, Span<float> output", "The declaration is affine, but method 'M' has no weight; add 'ReadOnlySpan<float> weight' (and 'ReadOnlySpan<float> bias', where there is a bias), or remove Affine")]
    [InlineData("MN0311", "Axes = \"L\", [|Affine = true|]", "ReadOnlySpan<float> input, ReadOnlySpan<float> bias, Span<float> output", "The declaration is affine, but method 'M' has no weight; add 'ReadOnlySpan<float> weight', or remove Affine")]
    public void Affine_and_weight_belong_together(string id, string options, string parameters, string message) =>
        Forward(id, options, parameters, message);

    [Theory]
    [InlineData("MN0312", "Axes = \"L\"", "Span<float> mean, [|ReadOnlySpan<float>|] variance", "'mean' is written, but 'variance' is read; make both writable spans to store the statistics, or both read-only spans to use given ones")]
    [InlineData("MN0312", "Axes = \"L\", Kind = NormKind.Rms", "ReadOnlySpan<float> mean, [|Span<float>|] variance", "'mean' is read, but 'variance' is written; make both writable spans to store the statistics, or both read-only spans to use given ones")]
    [InlineData("MN0313", "Axes = \"L\"", "ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, RunningStatistics<float> [|running|]", "'running' needs the statistics of the data, but 'variance' gives others; make 'variance' a writable span, or remove 'running'")]
    [InlineData("MN0313", "Axes = \"L\"", "ReadOnlySpan<float> mean, ReadOnlySpan<float> variance, Span<Moments> [|moments|]", "'moments' needs the statistics of the data, but 'variance' gives others; make 'variance' a writable span, or remove 'moments'")]
    [InlineData("MN0314", "Axes = \"L\", Kind = NormKind.Rms", "RunningStatistics<float> [|running|]", "'running' keeps a mean and a variance, but Kind = NormKind.Rms has no mean; remove 'running' or Kind")]
    public void Statistics_are_either_given_or_measured(string id, string options, string statistics, string message) =>
        Forward(id, options, "ReadOnlySpan<float> input, Span<float> output, " + statistics, message);

    [Theory]
    [InlineData("ReadOnlySpan<float> input, Span<float> output, Span<float> [|gradInput|]", "'gradInput' has no meaning in [MaskedNorm]; remove it: it belongs to [MaskedNormBackward]")]
    public void A_forward_has_no_gradients(string parameters, string message) =>
        Forward("MN0315", "Axes = \"L\"", parameters, message);

    [Fact]
    public void Moments_have_no_output() =>
        Moments("MN0315", "ReadOnlySpan<float> input, Span<Moments> moments, Span<float> [|output|]", "'output' has no meaning in [MaskedMoments]; remove it");

    [Theory]
    [InlineData("[|N|] [|L|]", "ReadOnlySpan<float> input, Span<float> output", "Nothing tells the extent of axis 'N'; add 'int N' to method 'M', or fix the extent in the layout, for example N=8")]
    [InlineData("N=8 [|L|]", "ReadOnlySpan<float> input, Span<float> output", "Nothing tells the extent of axis 'L'; add 'int L' to method 'M', or fix the extent in the layout, for example L=8")]
    [InlineData("[|in|] L", "ReadOnlySpan<float> input, Span<float> output, int L", "Nothing tells the extent of axis 'in'; add 'int @in' to method 'M', or fix the extent in the layout, for example in=8")]
    [InlineData("N ([|G|] c) L", "ReadOnlyTensorSpan<float> input, Span<float> output", "Nothing tells the extent of axis 'G'; add 'int G' to method 'M', or fix the extent in the layout, for example G=8")]
    [InlineData("N ([|A|] [|B|] c) L", "ReadOnlyTensorSpan<float> input, Span<float> output", "Nothing tells the extent of axis 'A'; add 'int A' to method 'M', or fix the extent in the layout, for example A=8")]
    [InlineData("N ([|G|] [|c|]) L", "ReadOnlySpan<float> input, Span<float> output, int N, int L", "Nothing tells the extent of axis 'G'; add 'int G' to method 'M', or fix the extent in the layout, for example G=8")]
    public void Every_extent_is_told(string layout, string parameters, string message) =>
        Expect.InClass("MN0316", $"[MaskedNorm(\"{layout}\", Axes = \"L\")] public static partial void M({parameters});", message);

    [Theory]
    [InlineData("N [|mask|]", ", Mask = \"mask\"", "ReadOnlySpan<float> input, ReadOnlySpan<bool> mask, Span<float> output, int N", "mask")]
    [InlineData("N [|output|]", "", "ReadOnlySpan<float> input, Span<float> output, int N", "output")]
    public void An_axis_cannot_have_the_name_of_another_parameter(string layout, string options, string parameters, string name) =>
        Expect.InClass(
            "MN0316",
            $"[MaskedNorm(\"{layout}\", Axes = \"N\"{options})] public static partial void M({parameters});",
            $"Nothing tells the extent of axis '{name}'; give the axis another name, as parameter '{name}' has this one, or fix the extent in the layout, for example {name}=8");

    [Theory]
    [InlineData("int N, [|long|] L", "Parameter 'L' cannot be 'long'; write 'int L': it is the extent of axis 'L'")]
    [InlineData("[|nint|] n, int L", "Parameter 'n' cannot be 'nint'; write 'int n': it is the extent of axis 'N'")]
    [InlineData("int y, [|nint|] x", "Parameter 'x' cannot be 'nint'; write 'int x': it is the extent of axis 'x'", "y x")]
    public void An_extent_is_an_int(string extents, string message, string layout = "N L") =>
        Expect.InClass("MN0303", $"[MaskedNorm(\"{layout}\", Axes = \"{layout[^1]}\")] public static partial void M(ReadOnlySpan<float> input, Span<float> output, {extents});", message);

    // Without its using, a tensor span is no type: the compiler says so, and that no extent is missing.
    [Fact]
    public void A_type_that_the_compiler_does_not_know_is_left_to_the_compiler() =>
        Expect.All(Marked.InClass("[MaskedNorm(\"N L\", Axes = \"L\")] public static partial void M(ReadOnlyTensorSpa<float> input, TensorSpa<float> output);"));

    [Theory]
    [InlineData("N L=8", "ReadOnlySpan<float> input, Span<float> output, int N, int [|L|]", "The extent of axis 'L' is given twice, by parameter 'L' and by the layout (8); remove 'L'")]
    [InlineData("N L", "ReadOnlyTensorSpan<float> input, Span<float> output, int [|n|]", "The extent of axis 'N' is given twice, by parameter 'n' and by 'input'; remove 'n'")]
    [InlineData("N L", "ReadOnlySpan<float> input, TensorSpan<float> output, int [|L|]", "The extent of axis 'L' is given twice, by parameter 'L' and by 'output'; remove 'L'")]
    [InlineData("N (G=8 c) L", "ReadOnlyTensorSpan<float> input, Span<float> output, int [|c|]", "The extent of axis 'c' is given twice, by parameter 'c' and by 'input' with the other parts of the split axis; remove 'c'")]
    [InlineData("N (G c) L", "ReadOnlyTensorSpan<float> input, Span<float> output, int G, int [|c|]", "The extent of axis 'c' is given twice, by parameter 'c' and by 'input' with the other parts of the split axis; remove 'c'")]
    public void No_extent_is_told_twice(string layout, string parameters, string message) =>
        Expect.InClass("MN0317", $"[MaskedNorm(\"{layout}\", Axes = \"L\")] public static partial void M({parameters});", message);

    [Fact]
    public void A_tensor_mask_and_a_tensor_weight_tell_the_extents_that_they_span()
    {
        Expect.All(Marked.InClass(
            "[MaskedNorm(\"N C L\", Axes = \"L\", Mask = \"L N\", Affine = true)] public static partial void M(ReadOnlySpan<float> input, ReadOnlyTensorSpan<bool> mask, ReadOnlySpan<float> weight, Span<float> output, int C);"));
        Expect.All(Marked.InClass(
            "[MaskedNorm(\"N (G c) L\", Axes = \"c L\", Affine = true, AffineAxes = \"c\")] public static partial void M(ReadOnlyTensorSpan<float> weight, ReadOnlyTensorSpan<float> input, Span<float> output);"));
    }

    private static void Forward(string id, string options, string parameters, string message, string method = "M", string? extents = null) =>
        Expect.InClass(id, $"[MaskedNorm(\"{(extents is null ? "N=4 L=8" : "N L")}\", {options})] public static partial void {method}({extents}{parameters});", message);

    private static void Moments(string id, string parameters, string message, string method = "M") =>
        Expect.InClass(id, $"[MaskedMoments(\"N=4 L=8\", Axes = \"L\")] public static partial void {method}({parameters});", message);
}
