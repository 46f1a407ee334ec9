using MaskedNorm.Generator.Tests.Infrastructure;
using Xunit;

namespace MaskedNorm.Generator.Tests.Diagnostics;

public class LayerMistakes
{
    private const string Layer = "[MaskedNormLayer(\"N C L\", Axes = \"N L\", Mask = \"N L\", Affine = true, RunningStatistics = true)]";

    [Fact]
    public void A_layer_is_partial_and_so_is_what_encloses_it() =>
        Expect.Only(
            "MN0202",
            $"using MaskedNorm; public class [|Outer|] {{ {Layer} public class [|Norm|]; }}",
            "Type 'Outer' is not partial; write 'partial' before 'class', so that kernels can be added to it");

    [Fact]
    public void A_layer_is_not_local_to_its_file() =>
        Expect.Only("MN0205", $"using MaskedNorm; {Layer} [|file|] partial class Norm;", "Type 'Norm' is local to its file, where generated code cannot reach it; remove 'file'");

    [Fact]
    public void A_layer_is_not_static() =>
        Expect.Only("MN0601", $"using MaskedNorm; {Layer} public [|static|] partial class Norm;", "Class 'Norm' is static; remove 'static': a layer has parameters of its own");

    [Fact]
    public void An_axis_has_not_the_name_of_a_parameter() =>
        Expect.Only(
            "MN0602",
            "using MaskedNorm; [MaskedNormLayer(\"N [|mask|] output=3\", Axes = \"mask\")] public partial class Norm;",
            "Axis 'mask' has the name of another parameter of the layer's methods; give the axis another name");

    [Theory]
    [InlineData("public bool [|Training|] { get; set; }", "Training")]
    [InlineData("private readonly int [|Running|] = 1;", "Running")]
    [InlineData("public int [|Forward|] => 1;", "Forward")]
    [InlineData("public void [|Save|](string file) { }", "Save")]
    [InlineData("public void [|Load|](string file, string part) { }", "Load")]
    [InlineData("public void [|Forward|](System.ReadOnlySpan<float> a, System.ReadOnlySpan<bool> b, System.Span<float> c, int d, int e, int f) { }", "Forward")]
    public void A_member_that_the_layer_generates_is_not_written_by_hand(string member, string name) =>
        Expect.Only("MN0603", $"using MaskedNorm; {Layer} public partial class Norm {{ {member} }}", $"Class 'Norm' has a member '{name}' already; rename it: the layer gets its own");

    [Theory]
    [InlineData("public void Forward(System.ReadOnlySpan<double> a, System.ReadOnlySpan<bool> b, System.Span<double> c, int d, int e, int f) { }")]
    [InlineData("public void Forward<T>(System.ReadOnlySpan<float> a, System.ReadOnlySpan<bool> b, System.Span<float> c, int d, int e, int f) { }")]
    [InlineData("public void Save(string path, bool overwrite) { }")]
    [InlineData("public void Load(string path) { }")]
    public void Overloads_are_welcome(string member) => Expect.All($"using MaskedNorm; {Layer} public partial class Norm {{ {member} }}");

    [Fact]
    public void What_a_base_class_keeps_to_itself_is_no_matter() =>
        Expect.All($"using MaskedNorm; public class Base {{ private bool Training; public bool Read() => Training; }}\n{Layer} public partial class Norm : Base;");

    [Theory]
    [InlineData("[|Forward|]", "Class 'Forward' has the name of a member that the layer gets; rename the class")]
    [InlineData("[|Norm|]<Training>", "Class 'Norm' has a type parameter 'Training'; rename it: the layer gets a member of that name")]
    public void A_class_has_not_the_name_of_a_member_that_the_layer_generates(string type, string message) =>
        Expect.Only("MN0603", $"using MaskedNorm; {Layer} public partial class {type};", message);

    [Fact]
    public void A_member_that_the_layer_generates_is_not_inherited() =>
        Expect.All(
            $"using MaskedNorm; public class Base {{ public void ZeroGradients() {{ }} }}\n{Layer} public partial class Norm : Base;",
            "MN0603 'ZeroGradients'");

    [Fact]
    public void A_layer_is_not_derived_from_another() =>
        Expect.Only(
            "MN0603",
            $"using MaskedNorm; {Layer} public partial class Base;\n{Layer} public partial class [|Norm|] : Base;",
            "Class 'Norm' derives from the layer 'Base', whose members it has then; derive from another class, and hold that layer in a field");

    [Theory]
    [InlineData("2")]
    [InlineData("1.5")]
    [InlineData("double.NaN")]
    public void The_momentum_is_between_0_and_1_or_negative(string momentum) =>
        Expect.Only(
            "MN0604",
            $"using MaskedNorm; [MaskedNormLayer(\"N L\", Axes = \"L\", RunningStatistics = true, Momentum = [|{momentum}|])] public partial class Norm;",
            $"Momentum cannot be {(momentum == "double.NaN" ? "NaN" : momentum)}; write a number from 0 to 1, or a negative one for the cumulative average");

    [Fact]
    public void A_norm_without_mean_has_no_running_statistics() =>
        Expect.Only(
            "MN0314",
            "using MaskedNorm; [MaskedNormLayer(\"N L\", Axes = \"L\", Kind = NormKind.Rms, [|RunningStatistics = true|])] public partial class Norm;",
            "'RunningStatistics' keeps a mean and a variance, but Kind = NormKind.Rms has no mean; remove 'RunningStatistics' or Kind");

    [Theory]
    [InlineData("Bias = false", "Bias", "Affine")]
    [InlineData("Momentum = 0.2", "Momentum", "RunningStatistics")]
    [InlineData("Padded = OutputPolicy.Zero", "Padded", "Mask")]
    [InlineData("MaskMarks = MaskMarks.Padding", "MaskMarks", "Mask")]
    [InlineData("Degenerate = OutputPolicy.Affine", "Degenerate = OutputPolicy.Affine", "Affine = true")]
    public void An_option_without_effect_is_pointed_out(string option, string name, string needed) =>
        Expect.Only(
            "MN0406",
            $"using MaskedNorm; [MaskedNormLayer(\"N L\", Axes = \"L\", [|{option}|])] public partial class Norm;",
            $"{name} has no effect without {needed}; remove it, or add {needed}");

    [Fact]
    public void A_layer_has_no_lengths_that_could_have_a_side() =>
        Expect.Only(
            "MN0406",
            "using MaskedNorm; [MaskedNormLayer(\"N L\", Axes = \"L\", Mask = \"N L\", [|PaddingSide = PaddingSide.Left|])] public partial class Norm;",
            "PaddingSide has no effect in a layer, which takes a mask and no lengths; remove it");

    [Fact]
    public void Mistakes_of_the_layout_are_reported_where_they_stand() =>
        Expect.All(
            "using MaskedNorm; [MaskedNormLayer(\"N C, L\", Axes = \"M\", AffineAxes = \"C\", Epsilon = -1)] public partial class Norm;",
            "MN0102 ','",
            "MN0114 'M'",
            "MN0404 'AffineAxes = \"C\"'",
            "MN0401 '-1'");

    [Fact]
    public void Nothing_but_overloads_is_fine() =>
        Expect.All($"using MaskedNorm; {Layer} public partial class Norm {{ public void Save(int number) {{ }} public void Forward(float[] values) {{ }} }}");
}
