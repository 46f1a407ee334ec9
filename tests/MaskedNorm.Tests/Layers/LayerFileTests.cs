using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using MaskedNorm.Layers;
using Xunit;

namespace MaskedNorm.Tests.Layers;

/// <summary>Saving and loading: what is saved comes back, what does not fit is refused, and no failure leaves a trace.</summary>
public sealed class LayerFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("masked-norm-layers").FullName;

    private string File => Path.Combine(_folder, "layer.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_saved_layer_comes_back_in_a_new_one()
    {
        MaskedBatchNorm1d layer = LayerStepTests.Trained(), loaded = new();
        layer.Save(File);
        loaded.Load(File);

        Assert.Equal(State(layer), State(loaded));
        Assert.All(loaded.Parameters, parameter => Assert.Equal([4], parameter.Shape));
        Batch b = new(9);
        float[] output = b.Result(), expected = b.Result();
        (layer.Training, loaded.Training) = (false, false);
        layer.Forward(b.Input, b.Mask, expected, b.N, b.C, b.L);
        loaded.Forward(b.Input, b.Mask, output, b.N, b.C, b.L);
        Assert.Equal(expected, output);
    }

    [Fact]
    public void Loading_into_a_layer_keeps_its_memory_so_that_an_optimizer_goes_on_with_it()
    {
        MaskedBatchNorm1d layer = LayerStepTests.Trained(), other = LayerStepTests.Trained(5);
        IReadOnlyList<LayerParameter> parameters = layer.Parameters;
        other.Save(File);
        layer.Load(File);
        Assert.Same(parameters, layer.Parameters);
        Assert.Equal(State(other), State(layer));
    }

    [Fact]
    public void The_names_shapes_and_types_are_those_of_PyTorch()
    {
        LayerStepTests.Trained().Save(File);
        IReadOnlyList<SafetensorsTensor> tensors = SafetensorsFile.Load(File);
        Assert.Equal(
            ["bias F32 [4]", "num_batches_tracked I64 []", "running_mean F32 [4]", "running_var F32 [4]", "weight F32 [4]"],
            tensors.Select(tensor => $"{tensor.Name} {tensor.Type} [{string.Join(", ", tensor.Shape)}]").Order(StringComparer.Ordinal));
        Assert.Equal(3, tensors.Single(tensor => tensor.Name == "num_batches_tracked").Values<long>()[0]);
    }

    [Fact]
    public void Layers_without_statistics_or_without_anything_are_saved_too()
    {
        AffineMaskedNorm affine = new(), loaded = new();
        Batch b = new(1);
        affine.Forward(b.Input, LayerStepTests.Mask(b), b.Result(), b.N, b.C, b.L);
        affine.Save(File);
        loaded.Load(File);
        Assert.Equal([3, 4], loaded.Parameters[1].Shape);

        new PlainMaskedNorm().Save(File);
        new PlainMaskedNorm().Load(File);
        Assert.Empty(SafetensorsFile.Load(File));
    }

    // Channels that saw other numbers of batches go on as if there had been no file in between.
    [Fact]
    public void The_batches_of_each_feature_are_saved()
    {
        CumulativeBatchNorm layer = new(), loaded = new();
        float[] x = [1, 2, 3, 4, 5, 6, 7, 9], y = new float[8];
        layer.Forward(x.AsSpan(0, 4), [true, true], y.AsSpan(0, 4), 1, 2, 2);
        layer.Running!.Update([new Moments(4, 1, 3), default]);
        layer.Save(File);
        loaded.Load(File);
        Assert.Equal([2L, 1L], loaded.Running!.Batches.ToArray());
        layer.Forward(x, [true, true, true, true], y, 1, 2, 4);
        loaded.Forward(x, [true, true, true, true], y, 1, 2, 4);
        Assert.Equal(layer.Running.Mean.ToArray(), loaded.Running.Mean.ToArray());
        Assert.Equal([3L, 2L], loaded.Running.Batches.ToArray());

        // The text is checked like the rest.
        IReadOnlyList<SafetensorsTensor> tensors = SafetensorsFile.Load(File);
        foreach (string text in (string[])["", "2", "2 1 1", "2 -1", "2 x", "1 1", "3 1"])
        {
            SafetensorsFile.Save(File, tensors, new Dictionary<string, string> { ["num_batches_tracked"] = text });
            Assert.Contains(
                "expected to hold a number of batches for each of 2 features, 2 the greatest",
                Assert.Throws<InvalidDataException>(() => new CumulativeBatchNorm().Load(File)).Message,
                StringComparison.Ordinal);
        }
    }

    // PyTorch's group norm has a weight for each channel; ours spans the two parts of that axis.
    [Fact]
    public void A_split_axis_is_one_dimension_of_a_file()
    {
        GroupLayer layer = new(), loaded = new();
        float[] x = [.. Enumerable.Range(0, 24).Select(i => (float)(i * i % 7))], y = new float[24], z = new float[24];
        layer.Forward(x, y, 1, 3, 4);
        float[] weight = [1, 2, 3, 4, 5, 6];
        weight.CopyTo(layer.Parameters[0].Value.Span);
        layer.Forward(x, y, 1, 3, 4);
        layer.Save(File);
        Assert.All(SafetensorsFile.Load(File), tensor => Assert.Equal([6], tensor.Shape));
        loaded.Load(File);
        loaded.Forward(x, z, 1, 3, 4);
        Assert.Equal(y, z);

        // What an earlier version saved, and what does not fit.
        SafetensorsFile.Save(File, [SafetensorsTensor.Create<float>("weight", weight, 2, 3), SafetensorsTensor.Create<float>("bias", new float[6], 2, 3)]);
        loaded = new();
        loaded.Load(File);
        Assert.Equal([2, 3], loaded.Parameters[0].Shape);
        SafetensorsFile.Save(File, [SafetensorsTensor.Create<float>("weight", weight.AsSpan(0, 5), 5), SafetensorsTensor.Create<float>("bias", weight.AsSpan(0, 5), 5)]);
        Assert.Contains("weight has the shape [5]; axis (G c) was expected to have a multiple of 2 elements.", Assert.Throws<InvalidDataException>(() => new GroupLayer().Load(File)).Message, StringComparison.Ordinal);
        Assert.Contains("weight has the shape [5]; axis (G c) was expected to have 6 elements.", Assert.Throws<InvalidDataException>(() => layer.Load(File)).Message, StringComparison.Ordinal);
        SafetensorsFile.Save(File, [SafetensorsTensor.Create<float>("weight", weight, 1, 2, 3), SafetensorsTensor.Create<float>("bias", weight, 6)]);
        Assert.Contains("weight has the shape [1, 2, 3]; the axes (G c) were expected.", Assert.Throws<InvalidDataException>(() => new GroupLayer().Load(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_without_parameters_yet_is_not_saved()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => new MaskedBatchNorm1d().Save(File));
        Assert.Equal("The layer has no weight yet; call Forward, which makes it, before Save.", error.Message);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        LayerStepTests.Trained().Save(File);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        for (int length = 0; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            Refused("The file is cut off");
        }
    }

    [Fact]
    public void A_file_with_too_much_is_refused()
    {
        LayerStepTests.Trained().Save(File);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        System.IO.File.WriteAllBytes(File, [.. whole, 0, 0, 0]);
        Refused("3 bytes follow the last tensor.");

        whole[7] = 1;
        System.IO.File.WriteAllBytes(File, whole);
        Refused("The header claims");
    }

    [Theory]
    [InlineData("weight", new long[] { 5 }, "weight has the shape [5]; axis C was expected to have 4 elements.")]
    [InlineData("bias", new long[] { 2, 2 }, "bias has the shape [2, 2]; the axis C was expected.")]
    [InlineData("running_var", new long[0], "running_var has the shape []; the axis C was expected.")]
    [InlineData("num_batches_tracked", new long[] { 1 }, "num_batches_tracked has the shape [1]; a single value was expected.")]
    public void Other_shapes_are_refused(string name, long[] shape, string message)
    {
        Save(tensor => tensor.Name != name ? tensor
            : name == "num_batches_tracked" ? SafetensorsTensor.Create<long>(name, [3], shape)
            : SafetensorsTensor.Create<float>(name, new float[shape.Aggregate(1L, (count, extent) => count * extent)], shape));
        Refused(message);
    }

    [Fact]
    public void A_file_whose_tensors_disagree_is_refused_by_a_new_layer()
    {
        Save(tensor => tensor.Name != "bias" ? tensor : SafetensorsTensor.Create<float>("bias", new float[5], 5));
        MaskedBatchNorm1d layer = new();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => layer.Load(File));
        Assert.Equal($"{File}: bias has the shape [5]; axis C was expected to have 4 elements.", error.Message);
        Assert.Empty(layer.Parameters);
    }

    [Fact]
    public void Fixed_extents_hold_for_files_too()
    {
        SafetensorsFile.Save(File, [SafetensorsTensor.Create<float>("weight", new float[7], 7)]);
        Assert.Contains("axis F was expected to have 6 elements", Assert.Throws<InvalidDataException>(() => new RmsLayer().Load(File)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_layer_is_refused()
    {
        Save(tensor => tensor.Name == "running_mean" ? null : tensor);
        Refused("The file has no running_mean; the layer has weight, bias, running_mean, running_var, num_batches_tracked.");

        Save(tensor => tensor, SafetensorsTensor.Create<float>("fc.weight", [1], 1));
        Refused("fc.weight is not of this layer; the layer has weight, bias, running_mean, running_var, num_batches_tracked.");

        Save(tensor => tensor.Name == "weight" ? SafetensorsTensor.Create<double>("weight", [1, 2, 3, 4], 4) : tensor);
        Refused("weight has elements of type F64; F32, F16 or BF16 was expected.");

        Save(tensor => tensor.Name == "num_batches_tracked" ? SafetensorsTensor.Create<long>("num_batches_tracked", [-1]) : tensor);
        Refused("num_batches_tracked is -1; 0 or more was expected.");

        Save(tensor => tensor.Name == "running_var" ? SafetensorsTensor.Create<float>("running_var", [1, 0, -0.5f, 1], 4) : tensor);
        Refused("running_var of feature 2 is -0.5; 0 or more was expected.");
    }

    [Fact]
    public void One_layer_comes_out_of_the_file_of_a_whole_model()
    {
        SafetensorsTensor[] Named(int seed, string prefix)
        {
            LayerStepTests.Trained(seed).Save(File);
            return [.. SafetensorsFile.Load(File).Select(tensor => tensor.Type == SafetensorsType.I64
                ? SafetensorsTensor.Create(prefix + tensor.Name, tensor.Values<long>(), [.. tensor.Shape])
                : SafetensorsTensor.Create(prefix + tensor.Name, tensor.Values<float>(), [.. tensor.Shape]))];
        }

        SafetensorsTensor[] model =
        [
            .. Named(2, "norm1."), .. Named(5, "norm10."),
            SafetensorsTensor.Create<int>("fc.index", [1, 2], 2), SafetensorsTensor.Create<bool>("a", [true]), SafetensorsTensor.Create<byte>("norm1", [1]),
        ];
        SafetensorsFile.Save(File, model);
        MaskedBatchNorm1d first = new(), tenth = new();
        first.Load(File, "norm1.");
        tenth.Load(File, prefix: "norm10.");
        Assert.Equal(State(LayerStepTests.Trained(2)), State(first));
        Assert.Equal(State(LayerStepTests.Trained(5)), State(tenth));

        string before = State(first);
        string Message(string prefix) => Assert.Throws<InvalidDataException>(() => first.Load(File, prefix)).Message;
        Assert.StartsWith($"{File}, tensors named norm2.*: The file has no weight; the layer has weight, bias", Message("norm2."), StringComparison.Ordinal);
        Assert.Matches("tensors named norm\\*: The file has no weight, but norm10?.weight; give the prefix \"norm10?.\" to load that", Message("norm"));
        Assert.Matches("The file has no weight, but norm10?.weight; give the prefix \"norm10?.\" to load that; the layer has", Message(""));
        Assert.Throws<ArgumentNullException>("prefix", () => first.Load(File, null!));
        Assert.Equal(before, State(first));
    }

    [Fact]
    public void Values_of_16_bits_become_float_exactly()
    {
        Save(tensor => tensor.Name switch
        {
            "weight" => SafetensorsTensor.Create<Half>("weight", [(Half)0.5, Half.Epsilon, Half.MinValue, Half.MaxValue], 4),
            "running_var" => SafetensorsTensor.Create<BFloat16>("running_var", [(BFloat16)0.5f, BFloat16.Epsilon, BFloat16.MaxValue, (BFloat16)3f], 4),
            _ => tensor,
        });
        MaskedBatchNorm1d layer = new();
        layer.Load(File);
        Assert.Equal([0.5f, (float)Half.Epsilon, -65504, 65504], layer.Parameters[0].Value.ToArray());
        Assert.Equal([0.5f, (float)BFloat16.Epsilon, (float)BFloat16.MaxValue, 3], layer.Running!.Variance.ToArray());

        Save(tensor => tensor.Name == "running_var" ? SafetensorsTensor.Create<Half>("running_var", [(Half)1, (Half)(-2), (Half)1, (Half)1], 4) : tensor);
        Refused("running_var of feature 1 is -2; 0 or more was expected.");
    }

    [Fact]
    public void A_missing_file_is_refused() => Assert.Throws<FileNotFoundException>(() => new MaskedBatchNorm1d().Load(File));

    [Fact]
    public void A_failed_save_leaves_the_old_file()
    {
        MaskedBatchNorm1d layer = LayerStepTests.Trained();
        layer.Save(File);
        byte[] old = System.IO.File.ReadAllBytes(File);

        // What cannot be replaced: a folder in the file's place.
        string taken = Path.Combine(_folder, "taken");
        Directory.CreateDirectory(Path.Combine(taken, "inner"));
        Assert.ThrowsAny<Exception>(() => layer.Save(taken));
        Assert.Throws<InvalidOperationException>(() => new MaskedBatchNorm1d().Save(File));

        Assert.Equal(old, System.IO.File.ReadAllBytes(File));
        Assert.Equal(["layer.safetensors", "taken"], Directory.GetFileSystemEntries(_folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    // The layer that refuses is a trained one, and stays as it was.
    private void Refused(string message)
    {
        MaskedBatchNorm1d layer = LayerStepTests.Trained(2);
        string before = State(layer);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => layer.Load(File));
        Assert.StartsWith($"{File}: {message}", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, State(layer));
    }

    // The file of a trained layer with tensors replaced, removed or added.
    private void Save(Func<SafetensorsTensor, SafetensorsTensor?> change, params SafetensorsTensor[] added)
    {
        LayerStepTests.Trained().Save(File);
        SafetensorsFile.Save(File, [.. SafetensorsFile.Load(File).Select(change).OfType<SafetensorsTensor>(), .. added]);
    }

    private static string State(MaskedBatchNorm1d layer) => string.Join(
        "\n",
        [
            .. layer.Parameters.Select(parameter => $"{parameter.Name}: {string.Join(", ", parameter.Value.ToArray())}"),
            string.Join(", ", layer.Running!.Mean.ToArray()),
            string.Join(", ", layer.Running.Variance.ToArray()),
            layer.Running.BatchesTracked.ToString(System.Globalization.CultureInfo.InvariantCulture),
        ]);
}
